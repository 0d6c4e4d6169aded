/** Tests. */
@NullMarked
package io.proffer.service.http;

import org.jspecify.annotations.NullMarked;

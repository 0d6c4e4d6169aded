/** Tests. */
@NullMarked
package io.proffer.service.json;

import org.jspecify.annotations.NullMarked;

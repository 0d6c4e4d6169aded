/** Tests. */
@NullMarked
package io.proffer.service.measure;

import org.jspecify.annotations.NullMarked;

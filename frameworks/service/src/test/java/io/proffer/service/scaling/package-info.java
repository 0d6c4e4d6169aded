/** Tests. */
@NullMarked
package io.proffer.service.scaling;

import org.jspecify.annotations.NullMarked;

/** Tests. */
@NullMarked
package io.proffer.service.kernel;

import org.jspecify.annotations.NullMarked;

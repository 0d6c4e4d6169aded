/** Tests. */
@NullMarked
package io.proffer.service.logging;

import org.jspecify.annotations.NullMarked;

/** Keeps secrets sealed. */
@NullMarked
package io.proffer.service.secret;

import org.jspecify.annotations.NullMarked;

/** How many instances an app shall have, by what is measured: arithmetic only. */
@NullMarked
package io.proffer.service.scaling;

import org.jspecify.annotations.NullMarked;

/** Reads what tasks have left in their sandboxes. */
@NullMarked
package io.proffer.batch.sandbox;

import org.jspecify.annotations.NullMarked;

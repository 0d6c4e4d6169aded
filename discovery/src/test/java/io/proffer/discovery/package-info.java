/** Tests of the module as a whole. */
@NullMarked
package io.proffer.discovery;

import org.jspecify.annotations.NullMarked;

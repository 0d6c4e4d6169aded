/** What remembers no more than it may. */
@NullMarked
package io.proffer.core.bounded;

import org.jspecify.annotations.NullMarked;

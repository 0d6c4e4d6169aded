/** What time it is, as a thing that can be handed in: the system's clock, or one a test moves. */
@NullMarked
package io.proffer.core.time;

import org.jspecify.annotations.NullMarked;

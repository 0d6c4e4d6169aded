/** Which agent's free resources are offered to whom: hierarchical dominant resource fairness. */
@NullMarked
package io.proffer.master.allocator;

import org.jspecify.annotations.NullMarked;

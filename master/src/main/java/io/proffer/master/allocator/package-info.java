/**
 * Which agent's free resources are offered to whom: hierarchical dominant resource fairness,
 * incremental and free of IO.
 */
@NullMarked
package io.proffer.master.allocator;

import org.jspecify.annotations.NullMarked;

/** Measures what a task in a Docker container costs over the container alone. */
@NullMarked
package io.proffer.benchmarks.docker;

import org.jspecify.annotations.NullMarked;

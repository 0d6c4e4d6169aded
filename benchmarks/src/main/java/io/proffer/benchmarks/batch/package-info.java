/**
 * What the batch framework takes: to run a large array, to rank many runs, to begin what is due.
 */
@NullMarked
package io.proffer.benchmarks.batch;

import org.jspecify.annotations.NullMarked;

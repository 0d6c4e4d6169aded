/** Decides: jobs, runs, fires and retries; no IO, no clock, no threads, no chance of its own. */
@NullMarked
package io.proffer.batch.kernel;

import org.jspecify.annotations.NullMarked;

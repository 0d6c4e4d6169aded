/** A framework with an executor of its own, which runs several tasks in one process. */
@NullMarked
package io.proffer.examples.primes;

import org.jspecify.annotations.NullMarked;

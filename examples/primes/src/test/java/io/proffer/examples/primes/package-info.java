/** The example, run on a real cluster. */
@NullMarked
package io.proffer.examples.primes;

import org.jspecify.annotations.NullMarked;

/** Programs that measure, run on demand; each prints its figures as a table and as JSON. */
@NullMarked
package io.proffer.benchmarks;

import org.jspecify.annotations.NullMarked;

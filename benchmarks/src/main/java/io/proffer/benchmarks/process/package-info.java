/** Measures what starting a task as a process costs over starting its command. */
@NullMarked
package io.proffer.benchmarks.process;

import org.jspecify.annotations.NullMarked;

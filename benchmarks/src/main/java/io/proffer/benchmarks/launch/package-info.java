/**
 * The launch benchmark: a real master in one JVM, emulated agents in a second, emulated frameworks
 * in a third, and how fast tasks go from ACCEPT to RUNNING and their acknowledgement.
 */
@NullMarked
package io.proffer.benchmarks.launch;

import org.jspecify.annotations.NullMarked;

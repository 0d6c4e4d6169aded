/**
 * The deterministic heart of the master: one input in, facts and effects out. It is the only place
 * that decides; it knows no IO, no threads, no clock and no randomness.
 */
@NullMarked
package io.proffer.master.kernel;

import org.jspecify.annotations.NullMarked;

/**
 * The simulator: the real kernels of master, agents and drivers under one seed of faults, with what
 * must always hold checked after every step. Start at {@link io.proffer.simulator.Simulate}.
 */
@NullMarked
package io.proffer.simulator;

import org.jspecify.annotations.NullMarked;

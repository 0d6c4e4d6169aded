/**
 * The deterministic heart of the agent: one input in, facts and effects out. It is the only place
 * that decides; it knows no IO, no threads and no clock, and draws ids from the generator it is
 * given.
 */
@NullMarked
package io.proffer.agent.kernel;

import org.jspecify.annotations.NullMarked;

/**
 * The master's moving parts: the actor around the kernel, what performs its effects, what answers
 * reads, and the streams that lead out to schedulers, operators and agents.
 */
@NullMarked
package io.proffer.master.actor;

import org.jspecify.annotations.NullMarked;

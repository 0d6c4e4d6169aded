/**
 * The shell around the kernel: an actor that feeds it inputs one at a time and performs its
 * effects, and another that answers readers without troubling the first.
 */
@NullMarked
package io.proffer.agent.actor;

import org.jspecify.annotations.NullMarked;

/** The agent is killed at each of its steps. */
@NullMarked
package io.proffer.agent.death;

import org.jspecify.annotations.NullMarked;

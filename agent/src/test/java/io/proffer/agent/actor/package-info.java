/** Tests of the agent's actors. */
@NullMarked
package io.proffer.agent.actor;

import org.jspecify.annotations.NullMarked;

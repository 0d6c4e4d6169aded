/** Tests of the agent's decisions, under virtual time. */
@NullMarked
package io.proffer.agent.kernel;

import org.jspecify.annotations.NullMarked;

/** Containers as plain processes of the agent's machine. */
@NullMarked
package io.proffer.agent.runtime.process;

import org.jspecify.annotations.NullMarked;

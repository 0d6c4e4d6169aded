/** The port through which the agent starts, signals, watches and finds again containers. */
@NullMarked
package io.proffer.agent.runtime;

import org.jspecify.annotations.NullMarked;

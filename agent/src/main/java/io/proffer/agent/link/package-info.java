/** The agent's end of the agent link: it finds the leading master, dials it, and dials it again. */
@NullMarked
package io.proffer.agent.link;

import org.jspecify.annotations.NullMarked;

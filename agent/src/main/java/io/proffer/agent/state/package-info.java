/** What the agent knows, and the events, facts in the past tense, which alone change it. */
@NullMarked
package io.proffer.agent.state;

import org.jspecify.annotations.NullMarked;

/**
 * What the agent's kernel and its container runtimes say to each other about a container: pure
 * data.
 */
@NullMarked
package io.proffer.agent.container;

import org.jspecify.annotations.NullMarked;

/**
 * Bringing what a task's URIs name into its sandbox, from places and people that are not trusted.
 */
@NullMarked
package io.proffer.agent.sandbox.fetch;

import org.jspecify.annotations.NullMarked;

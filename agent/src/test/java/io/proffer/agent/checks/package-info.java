/** Tests of looking at tasks. */
@org.jspecify.annotations.NullMarked
package io.proffer.agent.checks;

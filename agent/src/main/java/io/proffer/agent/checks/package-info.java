/** Looks at tasks while they run, over HTTP and TCP and with commands; decides nothing about it. */
@NullMarked
package io.proffer.agent.checks;

import org.jspecify.annotations.NullMarked;

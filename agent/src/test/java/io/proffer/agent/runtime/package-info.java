/** Tests of the runtimes with real containers. */
@NullMarked
package io.proffer.agent.runtime;

import org.jspecify.annotations.NullMarked;

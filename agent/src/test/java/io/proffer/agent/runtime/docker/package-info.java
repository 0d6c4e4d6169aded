/** Tests of the Docker runtime; those with containers need an engine. */
@NullMarked
package io.proffer.agent.runtime.docker;

import org.jspecify.annotations.NullMarked;

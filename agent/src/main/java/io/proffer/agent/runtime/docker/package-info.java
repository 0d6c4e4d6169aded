/** Containers of a Docker engine, by way of docker-java. */
@NullMarked
package io.proffer.agent.runtime.docker;

import org.jspecify.annotations.NullMarked;

/** The agent's HTTP endpoints: Mesos' agent API, the old ones, sandbox files, metrics. */
@NullMarked
package io.proffer.agent.http;

import org.jspecify.annotations.NullMarked;

package io.proffer.agent.runtime.process;

import io.proffer.agent.runtime.IsolationOptions;
import io.proffer.agent.sandbox.Sandboxes;

/**
 * How processes are run.
 *
 * @param ip the agent's address, at which its processes are reached; empty when not known
 * @param endpoint {@code ip:port} of the agent's HTTP server
 * @param isolation what keeps them apart, as far as the machine permits
 * @param launchThreads how many processes are started at the same time
 */
public record ProcessRuntimeSettings(
    Sandboxes sandboxes,
    String ip,
    String endpoint,
    IsolationOptions isolation,
    int launchThreads) {}

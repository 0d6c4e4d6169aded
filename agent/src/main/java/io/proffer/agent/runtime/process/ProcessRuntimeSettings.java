package io.proffer.agent.runtime.process;

import io.proffer.agent.sandbox.Sandboxes;

/**
 * How processes are run.
 *
 * @param ip the agent's address, at which its processes are reached; empty when not known
 * @param endpoint {@code ip:port} of the agent's HTTP server
 * @param useCgroups whether limits are enforced where the machine permits
 * @param boundCpus whether a task that sets no cpu limit is held to the cpus it requests
 * @param switchUser whether tasks run as the user they ask for, where the agent may
 * @param launchThreads how many processes are started at the same time
 */
public record ProcessRuntimeSettings(
    Sandboxes sandboxes,
    String ip,
    String endpoint,
    boolean useCgroups,
    boolean boundCpus,
    boolean switchUser,
    int launchThreads) {}

package io.proffer.agent.oversubscription;

import io.proffer.agent.container.ContainerId;

/**
 * What a container was measured to use.
 *
 * @param cpuSeconds processor time since it started
 * @param memoryBytes memory it holds
 */
public record ContainerUse(ContainerId container, double cpuSeconds, long memoryBytes) {}

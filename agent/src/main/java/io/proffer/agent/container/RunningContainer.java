package io.proffer.agent.container;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A container that was started: what its runtime needs to find it again after the agent was
 * restarted, and what status updates tell about it.
 *
 * @param id the container
 * @param runtime which runtime started it
 * @param handle the runtime's own name for it: a Docker container id, or {@code pid:startTicks}
 * @param pid of the task's first process, in the agent's pid namespace; empty when not known
 * @param ipAddresses where the task is reached
 * @param sandbox absolute path of the sandbox directory
 * @param startedAt when the runtime saw it running
 */
public record RunningContainer(
    ContainerId id,
    RuntimeKind runtime,
    String handle,
    Optional<Long> pid,
    List<String> ipAddresses,
    String sandbox,
    Instant startedAt) {
  public RunningContainer {
    ipAddresses = List.copyOf(ipAddresses);
  }
}

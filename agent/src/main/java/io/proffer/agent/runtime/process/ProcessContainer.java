package io.proffer.agent.runtime.process;

import io.proffer.agent.container.ContainerExit;
import io.proffer.agent.container.ContainerId;
import io.proffer.agent.container.RunningContainer;
import io.proffer.agent.runtime.RuntimeListener;
import java.util.Optional;

/**
 * One process from its launch to its end. Its end may be seen before its start was told; it is then
 * told after it.
 */
final class ProcessContainer {

  private final ContainerId id;
  private final String group;
  private final RuntimeListener listener;
  private final Cgroups cgroups;
  private boolean cancelled;
  private Optional<RunningContainer> running = Optional.empty();
  private Optional<ContainerExit> exit = Optional.empty();

  ProcessContainer(ContainerId id, String group, RuntimeListener listener, Cgroups cgroups) {
    this.id = id;
    this.group = group;
    this.listener = listener;
    this.cgroups = cgroups;
  }

  /** Name of its control groups. */
  String group() {
    return group;
  }

  synchronized void cancel() {
    cancelled = true;
  }

  synchronized boolean cancelled() {
    return cancelled;
  }

  synchronized void started(RunningContainer container) {
    running = Optional.of(container);
    listener.started(container);
    exit.ifPresent(e -> listener.exited(id, e));
  }

  /** It runs, and its start was told by an earlier agent. */
  synchronized void recovered(RunningContainer container) {
    running = Optional.of(container);
    exit.ifPresent(e -> listener.exited(id, e));
  }

  void exited(ContainerExit how) {
    ContainerExit real = withLimits(how);
    synchronized (this) {
      exit = Optional.of(real);
      if (running.isPresent()) {
        listener.exited(id, real);
      }
    }
  }

  private ContainerExit withLimits(ContainerExit how) {
    if (how.equals(new ContainerExit.Exited(0))) {
      return how; // it ended well, whatever became of one of its children
    }
    return cgroups
        .memoryTrouble(group)
        .<ContainerExit>map(m -> new ContainerExit.LimitExceeded(ContainerExit.Limit.MEMORY, m))
        .orElse(how);
  }

  /** Its pid, while it is known to run. */
  synchronized Optional<Long> livePid() {
    return exit.isPresent() ? Optional.empty() : running.flatMap(RunningContainer::pid);
  }
}

package io.proffer.agent.runtime.process;

import io.proffer.agent.container.ContainerExit;
import io.proffer.agent.container.ContainerSpec;
import io.proffer.agent.runtime.ContainerLife;

/**
 * A process that is a container.
 *
 * @param spec what it was launched as
 * @param recorded whether a shell waits for the task, so that its status is the shell's
 * @param group name of its control groups
 */
record ProcessContainer(
    ContainerSpec spec,
    ContainerLife life,
    boolean recorded,
    ExitRecords records,
    String group,
    Cgroups cgroups,
    PodNamespaces pods) {

  void exited(ContainerExit how) {
    life.exited(meaning(how));
  }

  /** What is known of an end besides what was seen. */
  ContainerExit meaning(ContainerExit seen) {
    return withLimits(
        switch (seen) {
          case ContainerExit.Exited e -> recorded ? ExitRecords.meaning(e.code()) : e;
          case ContainerExit.Unknown e -> records.read(life.id()).orElse(e);
          case ContainerExit.Signaled e -> e;
          case ContainerExit.LimitExceeded e -> e;
        });
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

  /** Releases what it held. */
  void remove() {
    cgroups.remove(group);
    records.remove(life.id());
    pods.leave(spec);
  }
}

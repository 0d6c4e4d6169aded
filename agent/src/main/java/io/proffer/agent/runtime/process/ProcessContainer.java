package io.proffer.agent.runtime.process;

import io.proffer.agent.container.ContainerExit;
import io.proffer.agent.runtime.ContainerLife;

/**
 * A process that is a container.
 *
 * @param group name of its control groups
 */
record ProcessContainer(ContainerLife life, String group, Cgroups cgroups) {

  void exited(ContainerExit how) {
    life.exited(withLimits(how));
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
}

package io.proffer.agent;

import io.proffer.agent.checkpoint.Disk;
import io.proffer.agent.checkpoint.FileSystemDisk;
import io.proffer.agent.runtime.RuntimeFactory;
import io.proffer.agent.sandbox.FileAccess;
import io.proffer.agent.session.ContainerAccess;
import java.util.List;
import java.util.Optional;

/**
 * What an agent finds where it runs, and tests may replace.
 *
 * @param bootId names the boot of the machine that the agent is to believe in
 * @param disk on which it keeps its checkpoint
 * @param files who may read the files that it shows
 * @param containers who may do what in the containers of tasks
 * @param runtimes besides its own
 */
record AgentSurroundings(
    Optional<String> bootId,
    Disk disk,
    FileAccess files,
    ContainerAccess containers,
    List<RuntimeFactory> runtimes) {

  AgentSurroundings {
    runtimes = List.copyOf(runtimes);
  }

  /** As things are: whoever is let in may do what it offers. */
  static AgentSurroundings real() {
    return new AgentSurroundings(
        BootId.ofThisMachine(),
        new FileSystemDisk(),
        FileAccess.everybody(),
        ContainerAccess.everybody(),
        Runtimes.found());
  }

  AgentSurroundings withBootId(Optional<String> id) {
    return new AgentSurroundings(id, disk, files, containers, runtimes);
  }

  AgentSurroundings withDisk(Disk other) {
    return new AgentSurroundings(bootId, other, files, containers, runtimes);
  }

  AgentSurroundings withFiles(FileAccess access) {
    return new AgentSurroundings(bootId, disk, access, containers, runtimes);
  }

  AgentSurroundings withContainers(ContainerAccess access) {
    return new AgentSurroundings(bootId, disk, files, access, runtimes);
  }

  AgentSurroundings withRuntimes(List<RuntimeFactory> added) {
    return new AgentSurroundings(bootId, disk, files, containers, added);
  }
}

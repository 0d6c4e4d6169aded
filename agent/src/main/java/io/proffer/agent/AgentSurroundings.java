package io.proffer.agent;

import io.proffer.agent.checkpoint.Disk;
import io.proffer.agent.checkpoint.FileSystemDisk;
import io.proffer.agent.runtime.RuntimeFactory;
import io.proffer.agent.sandbox.FileAccess;
import java.util.List;
import java.util.Optional;

/**
 * What an agent finds where it runs, and tests may replace.
 *
 * @param bootId names the boot of the machine that the agent is to believe in
 * @param disk on which it keeps its checkpoint
 * @param files who may read the files that it shows
 * @param runtimes besides its own
 */
record AgentSurroundings(
    Optional<String> bootId, Disk disk, FileAccess files, List<RuntimeFactory> runtimes) {

  AgentSurroundings {
    runtimes = List.copyOf(runtimes);
  }

  /** As things are: as long as clients cannot say who they are, they may read what it shows. */
  static AgentSurroundings real() {
    return new AgentSurroundings(
        BootId.ofThisMachine(), new FileSystemDisk(), FileAccess.everybody(), Runtimes.found());
  }

  AgentSurroundings withBootId(Optional<String> id) {
    return new AgentSurroundings(id, disk, files, runtimes);
  }

  AgentSurroundings withDisk(Disk other) {
    return new AgentSurroundings(bootId, other, files, runtimes);
  }

  AgentSurroundings withFiles(FileAccess access) {
    return new AgentSurroundings(bootId, disk, access, runtimes);
  }

  AgentSurroundings withRuntimes(List<RuntimeFactory> added) {
    return new AgentSurroundings(bootId, disk, files, added);
  }
}

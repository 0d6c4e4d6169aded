package io.proffer.agent.runtime.docker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A process of a Docker container, seen from the machine it runs on. An engine elsewhere tells
 * numbers of processes there, which have nothing to do with those here.
 */
public record LocalProcess(long pid) {

  /**
   * @param container Docker's id of the container that the process is to be in
   * @return empty when the process of this number is not in it, or that cannot be seen
   */
  public static Optional<LocalProcess> of(String container, long pid) {
    try {
      String groups = Files.readString(Path.of("/proc", Long.toString(pid), "cgroup"));
      return groups.contains(container) ? Optional.of(new LocalProcess(pid)) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * Kills it and all that it has started.
   *
   * @return false when the agent may not do that
   */
  boolean kill() {
    List<ProcessHandle> tree =
        ProcessHandle.of(pid).stream()
            .flatMap(p -> Stream.concat(p.descendants(), Optional.of(p).stream()))
            .toList();
    return tree.stream().map(ProcessHandle::destroyForcibly).reduce(true, Boolean::logicalAnd);
  }
}

package io.proffer.agent.runtime.docker;

import com.sun.jna.Library;
import com.sun.jna.Native;
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

  /** The function of the C library that sends signals. */
  interface LibC extends Library {
    int kill(int pid, int signal);
  }

  /**
   * Sends it and its process group a signal.
   *
   * @return false when the agent may not do that
   */
  boolean signal(int signal) {
    LibC libc = Native.load("c", LibC.class);
    // What an engine starts in a container leads a group of its own.
    return libc.kill((int) -pid, signal) == 0 || libc.kill((int) pid, signal) == 0;
  }

  /**
   * Kills it and all that it has started.
   *
   * @return false when the agent may not do that
   */
  boolean kill() {
    List<ProcessHandle> tree =
        ProcessHandle.of(pid).stream()
            .flatMap(p -> Stream.concat(Stream.of(p), p.descendants()))
            .toList();
    return tree.stream().map(ProcessHandle::destroyForcibly).reduce(true, Boolean::logicalAnd);
  }
}

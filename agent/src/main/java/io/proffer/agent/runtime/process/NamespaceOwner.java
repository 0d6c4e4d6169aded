package io.proffer.agent.runtime.process;

import io.proffer.agent.container.LaunchFailure;
import io.proffer.agent.runtime.LaunchException;
import io.proffer.agent.runtime.usage.KernelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Finds the process that has a task's namespaces: a task that just started is yet to make them. */
final class NamespaceOwner {

  private static final int ATTEMPTS = 400;
  private static final long PAUSE_MILLIS = 5;

  private NamespaceOwner() {}

  /**
   * Waits for a moment, if it must.
   *
   * @param leader of the task's session
   * @param recorded whether that is a shell that waits for the task, outside of the namespaces
   * @param kind one of the namespaces that the task has for itself
   */
  static long await(long leader, boolean recorded, String kind) throws LaunchException {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Optional<Long> owner =
          (recorded ? firstChild(leader) : Optional.of(leader)).filter(p -> isOwn(p, kind));
      if (owner.isPresent()) {
        return owner.get();
      }
      try {
        Thread.sleep(PAUSE_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        break;
      }
    }
    throw new LaunchException(
        LaunchFailure.Kind.RUNTIME, "the task has ended, or has no namespaces yet");
  }

  private static Optional<Long> firstChild(long pid) {
    return KernelFile.read(Path.of("/proc/%d/task/%d/children".formatted(pid, pid)))
        .filter(children -> !children.isEmpty())
        .map(children -> Long.parseLong(children.split(" ", 2)[0]));
  }

  private static boolean isOwn(long pid, String kind) {
    try {
      Path its = Files.readSymbolicLink(Path.of("/proc", Long.toString(pid), "ns", kind));
      return !its.equals(Files.readSymbolicLink(Path.of("/proc/self/ns", kind)));
    } catch (IOException e) {
      return false;
    }
  }
}

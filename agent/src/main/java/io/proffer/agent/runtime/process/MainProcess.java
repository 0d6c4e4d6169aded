package io.proffer.agent.runtime.process;

import io.proffer.agent.container.LaunchFailure;
import io.proffer.agent.runtime.LaunchException;
import io.proffer.agent.runtime.usage.KernelFile;
import java.nio.file.Path;
import org.apache.mesos.v1.Protos.LinuxInfo;

/**
 * Finds the process that a task asked for: the leader of its session may be a shell that writes
 * down how it ends, and that one's child the program that made its namespaces.
 */
final class MainProcess {

  private MainProcess() {}

  /**
   * @throws LaunchException when it is not there yet, or any more
   */
  static long of(long leader, ProcessContainer container) throws LaunchException {
    long pid = container.recorded() ? child(leader) : leader;
    LinuxInfo linux = container.spec().container().getLinuxInfo();
    boolean ownPids = linux.hasSharePidNamespace() && !linux.getSharePidNamespace();
    return ownPids ? child(pid) : pid;
  }

  private static long child(long pid) throws LaunchException {
    return KernelFile.read(Path.of("/proc/%d/task/%d/children".formatted(pid, pid)))
        .filter(children -> !children.isBlank())
        .map(children -> Long.parseLong(children.strip().split(" ", 2)[0]))
        .orElseThrow(
            () ->
                new LaunchException(
                    LaunchFailure.Kind.CANCELLED, "its process is not there yet, or any more"));
  }
}

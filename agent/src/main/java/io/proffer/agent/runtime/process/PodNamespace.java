package io.proffer.agent.runtime.process;

import io.proffer.agent.container.ContainerId;
import io.proffer.agent.container.ContainerSpec;
import io.proffer.agent.container.LaunchFailure;
import io.proffer.agent.runtime.LaunchException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.mesos.v1.Protos.ContainerInfo;
import org.apache.mesos.v1.Protos.LinuxInfo;
import org.apache.mesos.v1.Protos.LinuxInfo.IpcMode;

/**
 * What the processes of a pod share with each other and with nobody else. No process has to wait to
 * keep it: each namespace is held by a file that it is mounted on.
 *
 * @param id of the pod: its executor's container
 * @param directory of those files
 * @param network whether they have a network of their own, with nothing but the loopback interface
 * @param ipc whether they have System V queues and {@code /dev/shm} of their own
 * @param shmMegabytes the size of that {@code /dev/shm}; empty for the kernel's default
 * @param ownIpc whether the one process that this was asked for has its own instead
 */
record PodNamespace(
    ContainerId id,
    Path directory,
    boolean network,
    boolean ipc,
    Optional<Integer> shmMegabytes,
    boolean ownIpc) {

  /** On the network of this name is nobody else. */
  static final String ALONE = "none";

  private static final String SHM = "/dev/shm";
  private static final long PATIENCE_SECONDS = 10;

  /**
   * What a container's pod asks for.
   *
   * @param pods the directory in which each pod has one
   * @return empty when it is in no pod, or that shares the machine's
   */
  static Optional<PodNamespace> of(ContainerSpec spec, Path pods) throws LaunchException {
    if (spec.parent().isEmpty() || spec.groupExecutor().isEmpty()) {
      return Optional.empty();
    }
    ContainerInfo pod = spec.groupExecutor().get().getContainer();
    LinuxInfo linux = pod.getLinuxInfo();
    boolean network = ownNetwork(spec);
    boolean ipc = linux.getIpcMode() == IpcMode.PRIVATE;
    if (linux.hasShmSize() && !ipc) {
      throw new LaunchException(
          LaunchFailure.Kind.COMMAND,
          "'container.linux_info.shm_size' of its executor needs 'ipc_mode' PRIVATE");
    }
    return !network && !ipc
        ? Optional.empty()
        : Optional.of(
            new PodNamespace(
                spec.parent().get(),
                pods.resolve(spec.parent().get().value()),
                network,
                ipc,
                linux.hasShmSize() ? Optional.of(linux.getShmSize()) : Optional.empty(),
                spec.container().getLinuxInfo().getIpcMode() == IpcMode.PRIVATE));
  }

  /** Whether a container is on a network that only its pod has. */
  static boolean ownNetwork(ContainerSpec spec) {
    return spec.parent().isPresent()
        && spec.groupExecutor().stream()
            .flatMap(e -> e.getContainer().getNetworkInfosList().stream())
            .anyMatch(n -> n.getName().equals(ALONE));
  }

  private Path file(String name) {
    return directory.resolve(name);
  }

  /** Why this machine cannot make them, as far as that is known; empty when it can. */
  Optional<String> impossible(UtilLinux tools) {
    return network && tools.ip().isEmpty()
        ? Optional.of("the machine has no ip (of iproute2), without which nobody hears 127.0.0.1")
        : Optional.empty();
  }

  void make(UtilLinux tools) throws IOException {
    List<String> unshare = new ArrayList<>(List.of(tools.unshare().orElseThrow().toString()));
    if (ipc) {
      Path shm = Files.createDirectory(file("shm"));
      String size = shmMegabytes.map(m -> ",size=" + m + "m").orElse("");
      String options = "mode=1777,nosuid,nodev" + size;
      run(
          tools.mount().orElseThrow().toString(),
          "-t",
          "tmpfs",
          "-o",
          options,
          "shm",
          shm.toString());
      unshare.add("--ipc=" + Files.createFile(file("ipc")));
    }
    if (network) {
      unshare.add("--net=" + Files.createFile(file("net")));
      unshare.addAll(List.of("--", tools.ip().orElseThrow().toString(), "link", "set", "lo", "up"));
    } else {
      unshare.addAll(List.of("--", "/bin/sh", "-c", ":"));
    }
    run(unshare.toArray(String[]::new));
  }

  /** Whether what is shared is held still. */
  boolean isThere() {
    return (!network || isMounted(file("net"))) && (!ipc || isMounted(file("ipc")));
  }

  /** Takes away one of the files. */
  static void release(Path file, UtilLinux tools) throws IOException {
    if (isMounted(file)) {
      run(tools.umount().map(Path::toString).orElse("umount"), "--lazy", file.toString());
    }
    Files.deleteIfExists(file);
  }

  private static boolean isMounted(Path file) {
    try {
      Path real = file.toRealPath();
      return Files.readAllLines(Path.of("/proc/self/mountinfo")).stream()
          .anyMatch(l -> l.split(" ", 6)[4].equals(real.toString()));
    } catch (IOException e) {
      return false;
    }
  }

  /** The program that joins them, and its arguments up to what is to run there. */
  List<String> nsenter(UtilLinux tools) {
    List<String> arguments = new ArrayList<>(List.of(tools.nsenter().orElseThrow().toString()));
    if (network) {
      arguments.add("--net=" + file("net"));
    }
    if (sharesIpc()) {
      arguments.add("--ipc=" + file("ipc"));
    }
    arguments.add("--");
    return arguments;
  }

  private boolean sharesIpc() {
    return ipc && !ownIpc;
  }

  /** What a process sees as its {@code /dev/shm}; empty for the machine's, or its own. */
  Optional<BindMount> shm() {
    return sharesIpc()
        ? Optional.of(new BindMount(file("shm"), Path.of(SHM), false))
        : Optional.empty();
  }

  private static void run(String... command) throws IOException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
            .start();
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new IOException(command[0] + " takes longer than " + PATIENCE_SECONDS + " s");
      }
      if (process.exitValue() != 0) {
        String said = new String(process.getInputStream().readNBytes(1000), StandardCharsets.UTF_8);
        throw new IOException(said.strip());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      process.destroyForcibly();
    }
  }
}

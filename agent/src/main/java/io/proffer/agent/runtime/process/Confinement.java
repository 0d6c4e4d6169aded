package io.proffer.agent.runtime.process;

import io.proffer.agent.container.ContainerSpec;
import io.proffer.agent.container.LaunchFailure;
import io.proffer.agent.runtime.LaunchException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.mesos.v1.Protos.ContainerInfo;
import org.apache.mesos.v1.Protos.LinuxInfo;
import org.apache.mesos.v1.Protos.NetworkInfo;

/**
 * What a task's processes are given and denied, besides the limits of their control groups.
 *
 * @param user whom they run as; empty for the agent's own
 */
record Confinement(
    Optional<UserAccount> user,
    Optional<LinuxCapabilities> capabilities,
    Rlimits rlimits,
    Namespaces namespaces) {

  /**
   * What a task asks for.
   *
   * @throws LaunchException when it asks for what it cannot be given here, saying what and why
   */
  static Confinement of(ContainerSpec spec, Optional<UserAccount> user, Privileges privileges)
      throws LaunchException {
    ContainerInfo container = spec.container();
    refuseTheImpossible(container);
    refuseThePodsNetwork(spec);
    return new Confinement(
        user,
        LinuxCapabilities.of(container.getLinuxInfo(), privileges),
        Rlimits.of(container.getRlimitInfo(), privileges),
        namespaces(container, privileges));
  }

  private static void refuseTheImpossible(ContainerInfo container) throws LaunchException {
    if (container.getLinuxInfo().getSeccomp().hasProfileName()) {
      throw refused("a seccomp profile is not possible for a task without an image");
    }
    for (NetworkInfo network : container.getNetworkInfosList()) {
      if (network.hasName() || network.getPortMappingsCount() > 0) {
        throw refused(
            "a task without an image is on the network of the agent's machine or of its pod, and no other");
      }
    }
  }

  /** It would be on the machine's without a word, where its pod asks for another. */
  private static void refuseThePodsNetwork(ContainerSpec spec) throws LaunchException {
    boolean asked =
        spec.groupExecutor().stream()
            .flatMap(e -> e.getContainer().getNetworkInfosList().stream())
            .anyMatch(n -> n.hasName() && !n.getName().equals(PodNamespace.ALONE));
    if (asked) {
      throw refused(
          "a task without an image cannot be on its pod's network: it is on that of the agent's"
              + " machine, or on one that only its pod has ('"
              + PodNamespace.ALONE
              + "')");
    }
  }

  private static Namespaces namespaces(ContainerInfo container, Privileges privileges)
      throws LaunchException {
    LinuxInfo linux = container.getLinuxInfo();
    boolean ipc = linux.getIpcMode() == LinuxInfo.IpcMode.PRIVATE;
    if (linux.hasShmSize() && !ipc) {
      throw refused("'container.linux_info.shm_size' needs 'ipc_mode' PRIVATE");
    }
    Namespaces asked =
        new Namespaces(
            List.of(),
            ipc,
            linux.hasShmSize() ? Optional.of(linux.getShmSize()) : Optional.empty(),
            linux.hasSharePidNamespace() && !linux.getSharePidNamespace(),
            container.hasHostname() ? Optional.of(container.getHostname()) : Optional.empty());
    if (asked.any()) {
      requireNamespaces(privileges);
    }
    return asked;
  }

  /** The same, with a mount more. */
  Confinement with(BindMount mount, Privileges privileges) throws LaunchException {
    requireNamespaces(privileges);
    return new Confinement(user, capabilities, rlimits, namespaces.with(mount));
  }

  private static void requireNamespaces(Privileges privileges) throws LaunchException {
    Optional<String> why = privileges.noNamespaces();
    if (why.isPresent()) {
      throw refused("the task cannot have namespaces of its own: " + why.get());
    }
  }

  /** The task's environment, apart what only it may see. */
  TaskVariables variables(Map<String, String> all) {
    return changesPrivileges() || namespaces.any()
        ? TaskVariables.of(all)
        : new TaskVariables(all, Map.of());
  }

  /** Whether the task's privileges differ from the agent's. */
  private boolean changesPrivileges() {
    return user.isPresent() || capabilities.isPresent();
  }

  /** The same program, so confined, in namespaces that are made for it. */
  CommandLine around(CommandLine line, Privileges privileges) {
    CommandLine confined = limited(line, privileges);
    return namespaces.any() ? confined.by(namespaces.unshare(privileges.tools())) : confined;
  }

  /** The same program, so confined, in the namespaces of the task that a session is of. */
  CommandLine beside(long leader, boolean recorded, CommandLine line, Privileges privileges)
      throws LaunchException {
    CommandLine confined = limited(line, privileges);
    if (!namespaces.any()) {
      return confined;
    }
    long owner = NamespaceOwner.await(leader, recorded, namespaces.kind());
    return confined.by(namespaces.nsenter(privileges.tools(), owner));
  }

  /** Limits are raised before the right to raise them is given up. */
  private CommandLine limited(CommandLine line, Privileges privileges) {
    CommandLine confined = line;
    UtilLinux tools = privileges.tools();
    if (changesPrivileges()) {
      List<String> by = new ArrayList<>(List.of(tools.setpriv().orElseThrow().toString()));
      user.ifPresent(
          u -> by.addAll(List.of("--reuid=" + u.uid(), "--regid=" + u.gid(), "--init-groups")));
      boolean root = user.map(u -> u.uid() == 0).orElse(true);
      capabilities.ifPresent(c -> by.addAll(c.options(root)));
      by.add("--");
      confined = confined.by(by);
    }
    if (!rlimits.options().isEmpty()) {
      List<String> by = new ArrayList<>(List.of(tools.prlimit().orElseThrow().toString()));
      by.addAll(rlimits.options());
      by.add("--");
      confined = confined.by(by);
    }
    return confined;
  }

  private static LaunchException refused(String message) {
    return new LaunchException(LaunchFailure.Kind.COMMAND, message);
  }
}

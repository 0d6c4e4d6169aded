package io.proffer.agent.runtime.docker;

import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Ulimit;
import io.proffer.agent.container.LaunchFailure;
import io.proffer.agent.runtime.LaunchException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.mesos.v1.Protos.CapabilityInfo;
import org.apache.mesos.v1.Protos.ContainerInfo;
import org.apache.mesos.v1.Protos.LinuxInfo;
import org.apache.mesos.v1.Protos.RLimitInfo.RLimit;

/** {@code ContainerInfo.linux_info} and {@code rlimit_info}, in Docker's terms. */
final class DockerLinux {

  private static final long UNLIMITED = -1;

  private final ContainerInfo container;
  private final LinuxInfo linux;
  private final Optional<PodHolder> pod;

  private DockerLinux(ContainerInfo container, Optional<PodHolder> pod) {
    this.container = container;
    this.linux = container.getLinuxInfo();
    this.pod = pod;
  }

  /**
   * @param pod the pod that the container is one of
   */
  static DockerLinux of(ContainerInfo container, Optional<PodHolder> pod) {
    return new DockerLinux(container, pod);
  }

  /**
   * @throws LaunchException when the task asks for what Docker cannot give
   */
  void fill(HostConfig host) throws LaunchException {
    ipc(host);
    if (linux.getSharePidNamespace()) {
      host.withPidMode(pod.map(PodHolder::namespace).orElse(DockerNetworks.HOST));
    }
    capabilities(host);
    seccomp(host);
    List<Ulimit> ulimits = new ArrayList<>();
    for (RLimit limit : container.getRlimitInfo().getRlimitsList()) {
      ulimits.add(ulimit(limit));
    }
    if (!ulimits.isEmpty()) {
      host.withUlimits(ulimits);
    }
  }

  private void ipc(HostConfig host) throws LaunchException {
    boolean own = linux.getIpcMode() == LinuxInfo.IpcMode.PRIVATE;
    if (linux.hasShmSize()) {
      if (!own) {
        throw bad("'container.linux_info.shm_size' needs 'ipc_mode' PRIVATE");
      }
      host.withShmSize((long) linux.getShmSize() << 20);
    }
    switch (linux.getIpcMode()) {
      case PRIVATE -> host.withIpcMode("private");
      case SHARE_PARENT ->
          host.withIpcMode(pod.map(PodHolder::namespace).orElse(DockerNetworks.HOST));
      case UNKNOWN -> pod.map(PodHolder::namespace).ifPresent(host::withIpcMode);
    }
  }

  /** What a container starts with and what it can ever get are the same to Docker. */
  @SuppressWarnings("deprecation") // capability_info, which clients still send
  private void capabilities(HostConfig host) throws LaunchException {
    if (linux.hasCapabilityInfo() && linux.hasEffectiveCapabilities()) {
      throw bad(
          "Only one of 'capability_info' or 'effective_capabilities' is allowed"
              + " in 'container.linux_info'");
    }
    Optional<Set<Capability>> effective =
        linux.hasEffectiveCapabilities()
            ? Optional.of(set(linux.getEffectiveCapabilities()))
            : linux.hasCapabilityInfo()
                ? Optional.of(set(linux.getCapabilityInfo()))
                : Optional.empty();
    Optional<Set<Capability>> bounding =
        linux.hasBoundingCapabilities()
            ? Optional.of(set(linux.getBoundingCapabilities()))
            : effective;
    if (bounding.isEmpty()) {
      return;
    }
    if (effective.isPresent() && !effective.equals(bounding)) {
      throw bad(
          "a container of an image can only be bound to the capabilities that it starts with:"
              + " effective_capabilities and bounding_capabilities must be the same");
    }
    host.withCapDrop(Capability.ALL);
    host.withCapAdd(bounding.get().toArray(new Capability[0]));
  }

  private static Set<Capability> set(CapabilityInfo info) throws LaunchException {
    Set<Capability> set = new LinkedHashSet<>();
    for (CapabilityInfo.Capability capability : info.getCapabilitiesList()) {
      try {
        set.add(Capability.valueOf(capability.name()));
      } catch (IllegalArgumentException e) {
        throw bad("capability " + capability + " cannot be given to a Docker container");
      }
    }
    return set;
  }

  private void seccomp(HostConfig host) throws LaunchException {
    if (linux.getSeccomp().hasProfileName()) {
      throw bad(
          "seccomp profile '"
              + linux.getSeccomp().getProfileName()
              + "': this agent has none but the engine's own");
    }
    if (linux.getSeccomp().getUnconfined()) {
      host.withSecurityOpts(List.of("seccomp=unconfined"));
    }
  }

  private static Ulimit ulimit(RLimit limit) throws LaunchException {
    if (limit.hasSoft() != limit.hasHard()) {
      throw bad("rlimit " + limit.getType() + ": both of soft and hard must be set, or none");
    }
    String name =
        switch (limit.getType()) {
          case RLMT_AS -> throw bad("RLMT_AS cannot be set for a Docker container");
          case UNKNOWN -> throw bad("an rlimit has no type that is known");
          case RLMT_CORE,
              RLMT_CPU,
              RLMT_DATA,
              RLMT_FSIZE,
              RLMT_LOCKS,
              RLMT_MEMLOCK,
              RLMT_MSGQUEUE,
              RLMT_NICE,
              RLMT_NOFILE,
              RLMT_NPROC,
              RLMT_RSS,
              RLMT_RTPRIO,
              RLMT_RTTIME,
              RLMT_SIGPENDING,
              RLMT_STACK ->
              limit.getType().name().substring("RLMT_".length()).toLowerCase(Locale.ROOT);
        };
    return limit.hasSoft()
        ? new Ulimit(name, limit.getSoft(), limit.getHard())
        : new Ulimit(name, UNLIMITED, UNLIMITED);
  }

  private static LaunchException bad(String message) {
    return new LaunchException(LaunchFailure.Kind.COMMAND, message);
  }
}

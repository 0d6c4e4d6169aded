package io.proffer.agent.runtime.docker;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.HealthCheck;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.LogConfig;
import io.proffer.agent.container.ContainerSpec;
import io.proffer.agent.container.LaunchFailure;
import io.proffer.agent.runtime.LaunchException;
import io.proffer.agent.runtime.ResourceLimits;
import io.proffer.agent.runtime.TaskEnvironment;
import io.proffer.agent.sandbox.logs.LogLimits;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.apache.mesos.v1.Protos.ContainerInfo;
import org.apache.mesos.v1.Protos.ContainerInfo.DockerInfo;
import org.apache.mesos.v1.Protos.Image;
import org.apache.mesos.v1.Protos.NetworkInfo;

/** What is asked of the engine for a task: Mesos' description in Docker's terms. */
final class DockerRequest {

  static final int PERIOD_MICROS = 100_000;
  private static final int MIN_QUOTA_MICROS = 1_000;
  private static final int SHARES_PER_CPU = 1024;

  private final DockerSettings settings;
  private final ContainerSpec spec;
  private final Path sandbox;
  private final Optional<PodHolder> pod;

  /**
   * @param pod holds what the container shares with others; empty when it is alone
   */
  DockerRequest(
      DockerSettings settings, ContainerSpec spec, Path sandbox, Optional<PodHolder> pod) {
    this.settings = settings;
    this.spec = spec;
    this.sandbox = sandbox;
    this.pod = pod;
  }

  /** The image a task is to be run from. */
  static String image(ContainerSpec spec) throws LaunchException {
    ContainerInfo container = spec.container();
    String image =
        container.getType() == ContainerInfo.Type.DOCKER
            ? container.getDocker().getImage()
            : container.getMesos().getImage().getDocker().getName();
    if (image.isBlank()) {
      throw new LaunchException(LaunchFailure.Kind.IMAGE, "the task names no Docker image");
    }
    return image;
  }

  /**
   * The registry logins a task brings along: in its description, or fetched into its sandbox, where
   * {@code docker pull} would look for them.
   *
   * @param otherwise where it brings none
   */
  @SuppressWarnings("deprecation") // the credential, which clients of old Mesos set
  static RegistryLogins logins(ContainerSpec spec, Path sandbox, RegistryLogins otherwise)
      throws LaunchException {
    Image.Docker image = spec.container().getMesos().getImage().getDocker();
    try {
      if (image.hasConfig()) {
        if (!image.getConfig().hasValue()) {
          throw new LaunchException(
              LaunchFailure.Kind.IMAGE,
              "the image's 'config' refers to a secret; only the value itself can be used");
        }
        return RegistryLogins.ofTask(image.getConfig().getValue().getData().toStringUtf8());
      }
      if (image.hasCredential()) {
        return RegistryLogins.any(
            image.getCredential().getPrincipal(), image.getCredential().getSecret());
      }
      return RegistryLogins.in(sandbox).orElse(otherwise);
    } catch (IllegalArgumentException e) {
      throw new LaunchException(LaunchFailure.Kind.IMAGE, String.valueOf(e.getMessage()));
    }
  }

  static boolean forcesPull(ContainerSpec spec) {
    ContainerInfo container = spec.container();
    return container.getType() == ContainerInfo.Type.DOCKER
        ? container.getDocker().getForcePullImage()
        : !container.getMesos().getImage().getCached();
  }

  /** The container's name: unique, and telling whose it is. */
  static String name(ContainerSpec spec) {
    return "proffer-" + spec.id();
  }

  void fill(CreateContainerCmd create) throws LaunchException {
    ContainerInfo container = spec.container();
    HostConfig host = HostConfig.newHostConfig();
    Path workDir = settings.sandboxes().layout().workDir();
    create.withName(name(spec)).withLabels(Labels.of(spec, workDir)).withHostConfig(host);
    String ip = network(create, host);
    limits(host);
    logs(host);
    command(create, spec.command());
    // The engine's own checks: tasks are looked at by the agent, as their framework wants it.
    create.withHealthcheck(new HealthCheck().withTest(List.of("NONE")));
    environment(create, ip);
    DockerVolumes.fill(host, spec, settings.sandboxes().layout(), sandbox);
    DockerLinux.of(container, pod).fill(host);
    DockerDevices.fill(host, spec.gpus());
    if (container.hasTtyInfo()) {
      create.withTty(true).withStdinOpen(true);
    }
    if (container.getType() == ContainerInfo.Type.DOCKER) {
      DockerInfo docker = container.getDocker();
      host.withPrivileged(docker.getPrivileged());
      DockerParameters.apply(docker.getParametersList(), create, host);
    }
  }

  /** Gives the container's address, where that is known before it runs; else nothing. */
  private String network(CreateContainerCmd create, HostConfig host) throws LaunchException {
    ContainerInfo container = spec.container();
    Optional<PodHolder> joined = joined();
    if (joined.isPresent()) {
      if (container.hasHostname() || !DockerPorts.of(container).none()) {
        throw bad(
            "a task that is on its pod's network has the pod's hostname and ports: they belong"
                + " into the executor's container");
      }
      host.withNetworkMode(joined.get().namespace());
      return joined.get().addresses().stream().findFirst().orElse("");
    }
    DockerNetworks networks = DockerNetworks.of(container);
    networks.fill(create, host);
    if (container.hasHostname()) {
      if (networks.host()) {
        throw bad("a container on the host's network cannot have a hostname of its own");
      }
      create.withHostName(container.getHostname());
    }
    DockerPorts ports = DockerPorts.of(container);
    ports.fill(create, host);
    ports.within(spec.resources().requests());
    return networks.host() ? settings.ip() : networks.address().orElse("");
  }

  /** The networks a container is to be put on before it starts, besides the first. */
  List<NetworkInfo> otherNetworks() throws LaunchException {
    return joined().isPresent() ? List.of() : DockerNetworks.of(spec.container()).others();
  }

  /** The pod whose network the container shares, unless it asks for another of its own. */
  private Optional<PodHolder> joined() throws LaunchException {
    boolean asks = !DockerNetworks.of(spec.container()).host();
    return pod.filter(p -> p.ownNetwork() && !asks);
  }

  /** The engine keeps its own copy of the output, which is not to grow without end either. */
  private void logs(HostConfig host) {
    LogLimits limits = settings.sandboxes().logs();
    if (!limits.unlimited()) {
      host.withLogConfig(
          new LogConfig(
              LogConfig.LoggingType.JSON_FILE,
              Map.of("max-size", limits.maxBytes() + "b", "max-file", "2")));
    }
  }

  static int shares(ResourceLimits limits) {
    return Math.max(2, (int) (limits.weightedCpus() * SHARES_PER_CPU));
  }

  /** In microseconds of each period. */
  static long quota(double maxCpus) {
    return Math.max(MIN_QUOTA_MICROS, (long) (maxCpus * PERIOD_MICROS));
  }

  private void limits(HostConfig host) {
    ResourceLimits limits = ResourceLimits.of(spec.resources(), settings.boundCpus());
    host.withCpuShares(shares(limits));
    limits
        .maxCpus()
        .ifPresent(c -> host.withCpuPeriod((long) PERIOD_MICROS).withCpuQuota(quota(c)));
    if (settings.pidsLimit() > 0) {
      host.withPidsLimit((long) settings.pidsLimit());
    }
    limits.maxMemoryBytes().ifPresent(host::withMemory);
    if (!limits.memoryBytes().equals(limits.maxMemoryBytes())) {
      limits.memoryBytes().ifPresent(host::withMemoryReservation);
    }
  }

  /** With a shell the image's entry point is replaced; without one it gets the arguments. */
  private static void command(CreateContainerCmd create, CommandInfo command)
      throws LaunchException {
    if (command.getShell() && command.hasValue()) {
      create.withEntrypoint("/bin/sh").withCmd("-c", command.getValue());
      return;
    }
    if (command.hasShell() && command.getShell()) {
      throw bad("the command is to be run by a shell, but has no value");
    }
    List<String> arguments = new ArrayList<>();
    if (command.hasValue()) {
      arguments.add(command.getValue());
    }
    arguments.addAll(command.getArgumentsList());
    if (!arguments.isEmpty()) {
      create.withCmd(arguments);
    }
  }

  private void environment(CreateContainerCmd create, String ip) throws LaunchException {
    Map<String, String> environment =
        TaskEnvironment.of(spec, DockerSettings.SANDBOX, ip, settings.endpoint());
    environment.put("MESOS_CONTAINER_NAME", name(spec));
    create.withEnv(
        environment.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList());
  }

  private static LaunchException bad(String message) {
    return new LaunchException(LaunchFailure.Kind.COMMAND, message);
  }
}

package io.proffer.agent.runtime.docker;

import com.github.dockerjava.api.command.CreateContainerCmd;
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
import org.apache.mesos.v1.Protos.CommandInfo;
import org.apache.mesos.v1.Protos.ContainerInfo;
import org.apache.mesos.v1.Protos.ContainerInfo.DockerInfo;

/** What is asked of the engine for a task: Mesos' description in Docker's terms. */
final class DockerRequest {

  static final int PERIOD_MICROS = 100_000;
  private static final int MIN_QUOTA_MICROS = 1_000;
  private static final int SHARES_PER_CPU = 1024;

  private final DockerSettings settings;
  private final ContainerSpec spec;
  private final Path sandbox;

  DockerRequest(DockerSettings settings, ContainerSpec spec, Path sandbox) {
    this.settings = settings;
    this.spec = spec;
    this.sandbox = sandbox;
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

  /** The network a container is on: without a word about it the host's, as in Mesos. */
  static String network(ContainerSpec spec) throws LaunchException {
    ContainerInfo container = spec.container();
    boolean named = container.getNetworkInfosCount() == 1 && container.getNetworkInfos(0).hasName();
    if (container.getType() != ContainerInfo.Type.DOCKER) {
      return named ? container.getNetworkInfos(0).getName() : "host";
    }
    return switch (container.getDocker().getNetwork()) {
      case HOST -> "host";
      case BRIDGE -> "bridge";
      case NONE -> "none";
      case USER -> {
        if (!named) {
          throw bad("network USER needs exactly one network_infos entry, with the network's name");
        }
        yield container.getNetworkInfos(0).getName();
      }
    };
  }

  void fill(CreateContainerCmd create) throws LaunchException {
    ContainerInfo container = spec.container();
    HostConfig host = HostConfig.newHostConfig();
    Path workDir = settings.sandboxes().layout().workDir();
    String network = network(spec);
    create.withName(name(spec)).withLabels(Labels.of(spec, workDir)).withHostConfig(host);
    host.withNetworkMode(network);
    if (container.hasHostname()) {
      if (network.equals("host")) {
        throw bad("a container on the host's network cannot have a hostname of its own");
      }
      create.withHostName(container.getHostname());
    }
    limits(host);
    logs(host);
    command(create, spec.command());
    environment(create, network);
    DockerVolumes.fill(host, container, sandbox);
    if (container.getType() == ContainerInfo.Type.DOCKER) {
      DockerInfo docker = container.getDocker();
      host.withPrivileged(docker.getPrivileged());
      new DockerPorts(spec.resources().requests()).fill(create, host, docker);
      DockerParameters.apply(docker.getParametersList(), create, host);
    }
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
    return Math.max(2, (int) (limits.cpus() * SHARES_PER_CPU));
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

  private void environment(CreateContainerCmd create, String network) throws LaunchException {
    // Only where it shares the host's is a container's address known before it runs.
    String ip = network.equals("host") ? settings.ip() : "";
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

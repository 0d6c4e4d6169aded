package io.proffer.agent.runtime.docker;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.command.InspectContainerResponse.ContainerState;
import com.github.dockerjava.api.model.ContainerNetwork;
import com.github.dockerjava.api.model.NetworkSettings;
import io.proffer.agent.container.ContainerExit;
import io.proffer.agent.container.ContainerSpec;
import io.proffer.agent.container.RunningContainer;
import io.proffer.agent.container.RuntimeKind;
import io.proffer.agent.runtime.ResourceLimits;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What the engine says about a container, in the agent's terms. */
record Inspection(InspectContainerResponse response) {

  private static final String DEFAULT_STOP_SIGNAL = "SIGTERM";

  String id() {
    return response.getId();
  }

  boolean running() {
    return Boolean.TRUE.equals(state().getRunning());
  }

  /** It was made, but never started. */
  boolean neverStarted() {
    return "created".equals(state().getStatus());
  }

  /** The signal on which its image says it stops. */
  String stopSignal() {
    Object signal = response.getConfig().getRawValues().get("StopSignal");
    return signal instanceof String s && !s.isEmpty() ? s : DEFAULT_STOP_SIGNAL;
  }

  /** What it is for a pod whose holder it is. */
  PodHolder holder() {
    boolean own = !DockerNetworks.HOST.equals(networkMode());
    return new PodHolder(id(), pid(), own, addresses(""));
  }

  private Optional<Long> pid() {
    return Optional.ofNullable(state().getPidLong()).filter(p -> p > 0);
  }

  /**
   * @param hostIp the agent's, for a container on its machine's network
   * @param pod that whose network it shares, if it shares one
   */
  RunningContainer container(
      ContainerSpec spec, String hostIp, Optional<PodHolder> pod, Path sandbox, Instant now) {
    return new RunningContainer(
        spec.id(),
        RuntimeKind.DOCKER,
        id(),
        pid(),
        pod.filter(p -> p.namespace().equals(networkMode()))
            .map(PodHolder::addresses)
            .orElseGet(() -> addresses(hostIp)),
        sandbox.toString(),
        now);
  }

  private String networkMode() {
    return String.valueOf(response.getHostConfig().getNetworkMode());
  }

  private List<String> addresses(String hostIp) {
    if (DockerNetworks.HOST.equals(networkMode())) {
      return hostIp.isEmpty() ? List.of() : List.of(hostIp);
    }
    NetworkSettings settings = response.getNetworkSettings();
    if (settings == null || settings.getNetworks() == null) {
      return List.of();
    }
    return settings.getNetworks().values().stream()
        .flatMap(Inspection::addresses)
        .distinct()
        .toList();
  }

  private static Stream<String> addresses(ContainerNetwork network) {
    return Stream.of(
            Optional.ofNullable(network.getIpAddress()),
            Optional.ofNullable(network.getGlobalIPv6Address()))
        .flatMap(Optional::stream)
        .filter(a -> !a.isEmpty());
  }

  /** How it ended; it must not run any more. */
  ContainerExit exit(ContainerSpec spec) {
    Long code = state().getExitCodeLong();
    long status = code == null ? 0 : code;
    if (Boolean.TRUE.equals(state().getOOMKilled()) && status != 0) {
      String limit =
          ResourceLimits.of(spec.resources(), false)
              .maxMemoryBytes()
              .map(b -> (b >> 20) + "MB")
              .orElse("what its parent may use");
      return new ContainerExit.LimitExceeded(
          ContainerExit.Limit.MEMORY, "Memory limit exceeded: the container may use " + limit);
    }
    return new ContainerExit.Exited((int) status);
  }

  private ContainerState state() {
    return response.getState();
  }
}

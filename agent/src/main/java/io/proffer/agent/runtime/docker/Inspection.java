package io.proffer.agent.runtime.docker;

import com.fasterxml.jackson.databind.JsonNode;
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

/**
 * What the engine says about a container, in the agent's terms.
 *
 * @param container the engine's answer, of which only a few fields are of interest
 */
record Inspection(JsonNode container) {

  private static final String DEFAULT_STOP_SIGNAL = "SIGTERM";

  String id() {
    return container.path("Id").asText();
  }

  boolean running() {
    return state().path("Running").asBoolean();
  }

  /** It was made, but never started. */
  boolean neverStarted() {
    return "created".equals(state().path("Status").asText());
  }

  /** The signal on which its image says it stops. */
  String stopSignal() {
    String signal = container.path("Config").path("StopSignal").asText();
    return signal.isEmpty() ? DEFAULT_STOP_SIGNAL : signal;
  }

  /** What it is for a pod whose holder it is. */
  PodHolder holder() {
    boolean own = !DockerNetworks.HOST.equals(networkMode());
    return new PodHolder(id(), pid(), own, addresses(""));
  }

  /** Its first process; empty when it does not run. */
  Optional<Long> pid() {
    return Optional.of(state().path("Pid").asLong()).filter(p -> p > 0);
  }

  /**
   * @param hostIp the agent's, for a container on its machine's network
   * @param pod that whose network it shares, if it shares one
   */
  RunningContainer runningContainer(
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
    return container.path("HostConfig").path("NetworkMode").asText();
  }

  private List<String> addresses(String hostIp) {
    if (DockerNetworks.HOST.equals(networkMode())) {
      return hostIp.isEmpty() ? List.of() : List.of(hostIp);
    }
    return container
        .path("NetworkSettings")
        .path("Networks")
        .valueStream()
        .flatMap(n -> Stream.of(n.path("IPAddress"), n.path("GlobalIPv6Address")))
        .map(JsonNode::asText)
        .filter(a -> !a.isEmpty())
        .distinct()
        .toList();
  }

  /** In bytes; empty for a container that has none. */
  Optional<Long> memoryLimit() {
    return Optional.of(container.path("HostConfig").path("Memory").asLong()).filter(m -> m > 0);
  }

  /** How it ended; it must not run any more. */
  ContainerExit exit(ContainerSpec spec) {
    int status = state().path("ExitCode").asInt();
    if (state().path("OOMKilled").asBoolean() && status != 0) {
      String limit =
          ResourceLimits.of(spec.resources(), false)
              .maxMemoryBytes()
              .map(b -> (b >> 20) + "MB")
              .orElse("what its parent may use");
      return new ContainerExit.LimitExceeded(
          ContainerExit.Limit.MEMORY, "Memory limit exceeded: the container may use " + limit);
    }
    return new ContainerExit.Exited(status);
  }

  private JsonNode state() {
    return container.path("State");
  }
}

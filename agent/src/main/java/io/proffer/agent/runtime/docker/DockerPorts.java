package io.proffer.agent.runtime.docker;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import io.proffer.agent.container.LaunchFailure;
import io.proffer.agent.runtime.LaunchException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.mesos.v1.Protos.ContainerInfo;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.Value;

/** The ports of the host that lead into a container. */
final class DockerPorts {

  private final List<Mapping> mappings;

  private record Mapping(int host, int container, Optional<String> protocol) {}

  private DockerPorts(List<Mapping> mappings) {
    this.mappings = mappings;
  }

  /** Those a container asks for, in either of the two places for them. */
  static DockerPorts of(ContainerInfo container) {
    return new DockerPorts(
        Stream.concat(
                container.getDocker().getPortMappingsList().stream()
                    .map(
                        m ->
                            new Mapping(
                                m.getHostPort(),
                                m.getContainerPort(),
                                m.hasProtocol() ? Optional.of(m.getProtocol()) : Optional.empty())),
                container.getNetworkInfosList().stream()
                    .flatMap(n -> n.getPortMappingsList().stream())
                    .map(
                        m ->
                            new Mapping(
                                m.getHostPort(),
                                m.getContainerPort(),
                                m.hasProtocol() ? Optional.of(m.getProtocol()) : Optional.empty())))
            .toList());
  }

  boolean none() {
    return mappings.isEmpty();
  }

  /** They must be among what the container was given. */
  void within(List<Resource> resources) throws LaunchException {
    for (Mapping mapping : mappings) {
      if (!holds(resources, mapping.host())) {
        throw bad("host port " + mapping.host() + " is not among the task's resources");
      }
    }
  }

  void fill(CreateContainerCmd create, HostConfig host) throws LaunchException {
    if (none()) {
      return;
    }
    String network = String.valueOf(host.getNetworkMode());
    if (network.equals(DockerNetworks.HOST) || network.equals(DockerNetworks.NONE)) {
      throw bad("port mappings need network BRIDGE or USER");
    }
    List<PortBinding> bindings = new ArrayList<>();
    List<ExposedPort> exposed = new ArrayList<>();
    for (Mapping mapping : mappings) {
      ExposedPort inside = inside(mapping);
      exposed.add(inside);
      bindings.add(new PortBinding(Ports.Binding.bindPort(mapping.host()), inside));
    }
    create.withExposedPorts(exposed);
    host.withPortBindings(bindings);
  }

  private static ExposedPort inside(Mapping mapping) throws LaunchException {
    String protocol = mapping.protocol().orElse("tcp").toLowerCase(Locale.ROOT);
    return switch (protocol) {
      case "tcp" -> ExposedPort.tcp(mapping.container());
      case "udp" -> ExposedPort.udp(mapping.container());
      default -> throw bad("port mapping protocol '" + protocol + "': expecting tcp or udp");
    };
  }

  private static boolean holds(List<Resource> resources, int port) {
    return resources.stream()
        .filter(r -> r.getName().equals("ports"))
        .map(Resource::getRanges)
        .flatMap(r -> r.getRangeList().stream())
        .anyMatch(r -> contains(r, port));
  }

  private static boolean contains(Value.Range range, int port) {
    return range.getBegin() <= port && port <= range.getEnd();
  }

  private static LaunchException bad(String message) {
    return new LaunchException(LaunchFailure.Kind.COMMAND, message);
  }
}

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
import org.apache.mesos.v1.Protos.ContainerInfo.DockerInfo;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.Value;

/** The ports of the host that lead into a container; they must be among the task's resources. */
record DockerPorts(List<Resource> resources) {

  void fill(CreateContainerCmd create, HostConfig host, DockerInfo docker) throws LaunchException {
    if (docker.getPortMappingsCount() == 0) {
      return;
    }
    String network = String.valueOf(host.getNetworkMode());
    if (network.equals("host") || network.equals("none")) {
      throw bad("port mappings need network BRIDGE or USER");
    }
    List<PortBinding> bindings = new ArrayList<>();
    List<ExposedPort> exposed = new ArrayList<>();
    for (DockerInfo.PortMapping mapping : docker.getPortMappingsList()) {
      if (!holds(mapping.getHostPort())) {
        throw bad("host port " + mapping.getHostPort() + " is not among the task's resources");
      }
      ExposedPort inside = inside(mapping);
      exposed.add(inside);
      bindings.add(new PortBinding(Ports.Binding.bindPort(mapping.getHostPort()), inside));
    }
    create.withExposedPorts(exposed);
    host.withPortBindings(bindings);
  }

  private static ExposedPort inside(DockerInfo.PortMapping mapping) throws LaunchException {
    String protocol =
        mapping.hasProtocol() ? mapping.getProtocol().toLowerCase(Locale.ROOT) : "tcp";
    return switch (protocol) {
      case "tcp" -> ExposedPort.tcp(mapping.getContainerPort());
      case "udp" -> ExposedPort.udp(mapping.getContainerPort());
      default -> throw bad("port mapping protocol '" + protocol + "': expecting tcp or udp");
    };
  }

  private boolean holds(int port) {
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

package io.proffer.service.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The container an instance runs in.
 *
 * @param docker the image; always there for type DOCKER
 */
public record Container(
    Type type, Optional<Docker> docker, List<HostVolume> volumes, List<PortMapping> portMappings) {

  /** Who runs the container; the agent runs images in Docker whatever is said here. */
  public enum Type {
    DOCKER,
    MESOS
  }

  /** An image and how Docker runs it. */
  public record Docker(
      String image, boolean forcePullImage, boolean privileged, List<Parameter> parameters) {
    public Docker {
      parameters = List.copyOf(parameters);
    }
  }

  /** An argument of {@code docker run}: {@code --key=value}. */
  public record Parameter(String key, String value) {}

  /** A directory of the machine, seen in the container. */
  public record HostVolume(String hostPath, String containerPath, boolean readOnly) {}

  public Container {
    volumes = List.copyOf(volumes);
    portMappings = List.copyOf(portMappings);
  }

  Container withServicePorts(List<Integer> servicePorts) {
    List<PortMapping> numbered = new ArrayList<>();
    for (int i = 0; i < portMappings.size(); i++) {
      numbered.add(portMappings.get(i).withServicePort(servicePorts.get(i)));
    }
    return new Container(type, docker, volumes, numbered);
  }
}

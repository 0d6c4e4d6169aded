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
    Type type,
    Optional<Docker> docker,
    List<Volume> volumes,
    List<PortMapping> portMappings,
    Optional<LinuxInfo> linuxInfo) {

  /** Who runs the container; the agent runs images in Docker whatever is said here. */
  public enum Type {
    DOCKER,
    MESOS
  }

  /**
   * An image and how Docker runs it.
   *
   * @param pullSecret the name of the secret that the registry's login is in
   */
  public record Docker(
      String image,
      boolean forcePullImage,
      boolean privileged,
      List<Parameter> parameters,
      Optional<String> pullSecret) {
    public Docker {
      parameters = List.copyOf(parameters);
    }
  }

  /** An argument of {@code docker run}: {@code --key=value}. */
  public record Parameter(String key, String value) {}

  public Container {
    volumes = List.copyOf(volumes);
    portMappings = List.copyOf(portMappings);
  }

  Container withServicePorts(List<Integer> servicePorts) {
    List<PortMapping> numbered = new ArrayList<>();
    for (int i = 0; i < portMappings.size(); i++) {
      numbered.add(portMappings.get(i).withServicePort(servicePorts.get(i)));
    }
    return withPortMappings(numbered);
  }

  /** The same container with other ports. */
  public Container withPortMappings(List<PortMapping> mappings) {
    return new Container(type, docker, volumes, mappings, linuxInfo);
  }
}

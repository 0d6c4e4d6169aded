package io.proffer.service.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A port of the machine, for instances that have its network.
 *
 * @param port the service port, and where ports are required the machine's; 0 until assigned
 * @param protocol {@code tcp}, {@code udp} or {@code udp,tcp}
 */
public record PortDefinition(
    int port, String protocol, Optional<String> name, Map<String, String> labels) {

  public PortDefinition {
    labels = Map.copyOf(labels);
  }

  static List<PortDefinition> numbered(List<PortDefinition> definitions, List<Integer> ports) {
    List<PortDefinition> numbered = new ArrayList<>();
    for (int i = 0; i < definitions.size(); i++) {
      PortDefinition d = definitions.get(i);
      numbered.add(new PortDefinition(ports.get(i), d.protocol, d.name, d.labels));
    }
    return numbered;
  }

  PortSpec spec(boolean required) {
    Optional<Integer> hostPort = Optional.of(required ? port : 0);
    return new PortSpec(hostPort, Optional.empty(), port, port, protocol, name, labels);
  }
}

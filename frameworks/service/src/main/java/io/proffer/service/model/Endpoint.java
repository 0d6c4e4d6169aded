package io.proffer.service.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A port of a pod's container.
 *
 * @param containerPort only where the pod has a network of its own
 * @param hostPort of the machine, 0 for any; empty for none
 */
public record Endpoint(
    String name,
    Optional<Integer> containerPort,
    Optional<Integer> hostPort,
    List<String> protocols,
    Map<String, String> labels,
    List<String> networkNames) {

  public Endpoint {
    protocols = List.copyOf(protocols);
    labels = Map.copyOf(labels);
    networkNames = List.copyOf(networkNames);
  }

  PortSpec spec() {
    String protocol = protocols.isEmpty() ? "tcp" : String.join(",", protocols);
    return new PortSpec(hostPort, containerPort, 0, 0, protocol, Optional.of(name), labels);
  }
}

package io.proffer.service.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A port of a container that has a network of its own.
 *
 * @param containerPort 0: the same as the port of the machine
 * @param hostPort the port of the machine that leads to it, 0 for any; empty for none
 * @param servicePort under which load balancers offer the app; 0 until one is assigned
 * @param protocol {@code tcp}, {@code udp} or {@code udp,tcp}
 */
public record PortMapping(
    int containerPort,
    Optional<Integer> hostPort,
    int servicePort,
    String protocol,
    Optional<String> name,
    Map<String, String> labels,
    List<String> networkNames) {

  public PortMapping {
    labels = Map.copyOf(labels);
    networkNames = List.copyOf(networkNames);
  }

  PortMapping withServicePort(int port) {
    return new PortMapping(containerPort, hostPort, port, protocol, name, labels, networkNames);
  }

  PortSpec spec() {
    return new PortSpec(
        hostPort, Optional.of(containerPort), containerPort, servicePort, protocol, name, labels);
  }
}

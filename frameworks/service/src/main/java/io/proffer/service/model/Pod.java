package io.proffer.service.model;

import java.util.List;
import java.util.Optional;

/**
 * What a pod runs: several containers on one agent, which share network, IPC and volumes, and begin
 * and end together.
 *
 * @param containers at least one; names are unique
 */
public record Pod(
    List<PodContainer> containers, List<PodVolume> volumes, Optional<LinuxInfo> linuxInfo) {

  public Pod {
    containers = List.copyOf(containers);
    volumes = List.copyOf(volumes);
  }

  /** What all containers need. */
  public Amounts amounts() {
    return containers.stream()
        .map(PodContainer::amounts)
        .reduce(new Amounts(0, 0, 0, 0), Amounts::plus);
  }

  /** The ports of an instance: those of its containers' endpoints, in order. */
  List<PortSpec> ports() {
    return containers.stream()
        .flatMap(container -> container.endpoints().stream())
        .map(Endpoint::spec)
        .toList();
  }

  /** The place of a container's first endpoint among the ports of an instance. */
  public int firstPort(PodContainer container) {
    return containers.subList(0, containers.indexOf(container)).stream()
        .mapToInt(before -> before.endpoints().size())
        .sum();
  }
}

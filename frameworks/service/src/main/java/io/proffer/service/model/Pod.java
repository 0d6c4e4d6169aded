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

  /** The volumes that belong to an instance and outlive its tasks. */
  public List<Volume.Persistent> persistentVolumes() {
    return volumes.stream()
        .filter(PodVolume.Persistent.class::isInstance)
        .map(volume -> ((PodVolume.Persistent) volume).volume())
        .toList();
  }

  /** Whether instances have volumes of their own, and so stay where these are. */
  public boolean isResident() {
    return !persistentVolumes().isEmpty();
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

package io.proffer.service.json;

import io.proffer.service.model.Endpoint;
import io.proffer.service.model.Network;
import io.proffer.service.model.Pod;
import io.proffer.service.model.PodContainer;
import io.proffer.service.model.PodHealth;
import io.proffer.service.model.PodVolume;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What holds of the parts of a pod together. */
final class PodRules {

  private static final String CONTAINERS = "containers";

  private PodRules() {}

  static void check(Fields f, Pod pod, List<Network> networks, Map<String, String> secrets) {
    if (pod.containers().isEmpty()) {
      f.broken(CONTAINERS, "must not be empty");
    }
    unique(f, CONTAINERS, names(pod), "container names must be unique");
    unique(
        f,
        "volumes",
        pod.volumes().stream().map(PodVolume::name).toList(),
        "volume names must be unique");
    List<Endpoint> endpoints =
        pod.containers().stream().flatMap(c -> c.endpoints().stream()).toList();
    unique(
        f,
        "",
        endpoints.stream().map(Endpoint::name).toList(),
        "endpoint names must be unique across all containers");
    unique(
        f,
        "",
        numbers(endpoints.stream().map(Endpoint::containerPort)),
        "container ports must be unique across all containers");
    unique(
        f,
        "",
        numbers(endpoints.stream().map(Endpoint::hostPort)),
        "host ports must be unique across all containers");
    volumes(f, pod, secrets);
    for (int i = 0; i < pod.containers().size(); i++) {
      String at = CONTAINERS + "(" + i + ")";
      container(f, at, pod, pod.containers().get(i), networks, secrets);
    }
    pod.linuxInfo()
        .flatMap(info -> info.seccomp())
        .ifPresent(
            seccomp ->
                f.broken(
                    "linuxInfo/seccomp",
                    "Seccomp configuration on executor level is not supported"));
  }

  private static List<String> names(Pod pod) {
    return pod.containers().stream().map(PodContainer::name).toList();
  }

  private static List<Integer> numbers(Stream<Optional<Integer>> ports) {
    return ports.flatMap(Optional::stream).filter(port -> port != 0).toList();
  }

  private static void unique(Fields f, String at, List<?> all, String rule) {
    if (all.stream().distinct().count() < all.size()) {
      f.broken(at, rule);
    }
  }

  private static void volumes(Fields f, Pod pod, Map<String, String> secrets) {
    Set<String> mounted =
        pod.containers().stream()
            .flatMap(container -> container.mounts().stream())
            .map(PodContainer.Mount::volume)
            .collect(Collectors.toSet());
    for (int i = 0; i < pod.volumes().size(); i++) {
      PodVolume volume = pod.volumes().get(i);
      String at = "volumes(" + i + ")";
      if (!mounted.contains(volume.name())) {
        f.broken(at, "volume must be referenced by at least one container");
      }
      if (volume instanceof PodVolume.Secret secret && !secrets.containsKey(secret.secret())) {
        f.broken(at + "/secret", "volume.secret must refer to an existing secret");
      }
    }
  }

  private static void container(
      Fields f,
      String at,
      Pod pod,
      PodContainer container,
      List<Network> networks,
      Map<String, String> secrets) {
    boolean host = networks.getFirst().mode() == Network.Mode.HOST;
    if (container.command().isEmpty() && container.image().isEmpty()) {
      f.broken(at, "must have either exec or image");
    }
    for (int i = 0; i < container.endpoints().size(); i++) {
      Endpoint endpoint = container.endpoints().get(i);
      String where = at + "/endpoints(" + i + ")/containerPort";
      if (host && endpoint.containerPort().isPresent()) {
        f.broken(where, "is not allowed when using host-mode networking");
      }
      if (!host && endpoint.containerPort().isEmpty()) {
        f.broken(where, "is required when using container-mode networking");
      }
    }
    for (int i = 0; i < container.mounts().size(); i++) {
      String volume = container.mounts().get(i).volume();
      if (pod.volumes().stream().noneMatch(v -> v.name().equals(volume))) {
        f.broken(
            at + "/volumeMounts(" + i + ")/name", "Referenced Volume in VolumeMount should exist");
      }
    }
    container
        .health()
        .flatMap(health -> endpoint(health.look()))
        .filter(name -> container.endpoint(name) < 0)
        .ifPresent(
            name -> f.broken(at + "/healthCheck", "endpoint must be one of the container's"));
    container
        .check()
        .flatMap(check -> endpoint(check.look()))
        .filter(name -> container.endpoint(name) < 0)
        .ifPresent(name -> f.broken(at + "/check", "endpoint must be one of the container's"));
    container
        .image()
        .flatMap(PodContainer.Image::pullSecret)
        .filter(name -> !secrets.containsKey(name))
        .ifPresent(
            name ->
                f.broken(
                    at + "/image/pullConfig",
                    "pullConfig.secret must refer to an existing secret"));
  }

  private static Optional<String> endpoint(PodHealth.Look look) {
    return switch (look) {
      case PodHealth.Http http -> Optional.of(http.endpoint());
      case PodHealth.Tcp tcp -> Optional.of(tcp.endpoint());
      case PodHealth.Exec exec -> Optional.empty();
    };
  }
}

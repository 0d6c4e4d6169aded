package io.proffer.service.model;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One of a pod's containers.
 *
 * @param command empty: what the image says
 * @param user empty: the pod's
 */
public record PodContainer(
    String name,
    Optional<TaskCheck.Exec> command,
    Amounts amounts,
    Limits limits,
    List<Endpoint> endpoints,
    Optional<Image> image,
    Optional<PodHealth> health,
    Optional<PodCheck> check,
    List<Mount> mounts,
    List<Fetch> artifacts,
    Map<String, String> env,
    Map<String, String> secretEnv,
    Map<String, String> labels,
    Optional<String> user,
    Optional<Duration> killGrace,
    boolean tty,
    Optional<LinuxInfo> linuxInfo) {

  /**
   * A Docker image.
   *
   * @param pullSecret the name of the secret that the registry's login is in
   */
  public record Image(String id, boolean forcePull, Optional<String> pullSecret) {}

  /** Where a volume of the pod is found in the container. */
  public record Mount(String volume, String path, boolean isReadOnly) {}

  public PodContainer {
    endpoints = List.copyOf(endpoints);
    mounts = List.copyOf(mounts);
    artifacts = List.copyOf(artifacts);
    env = Collections.unmodifiableMap(new LinkedHashMap<>(env));
    secretEnv = Collections.unmodifiableMap(new LinkedHashMap<>(secretEnv));
    labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
  }

  /** The place of an endpoint among the container's. */
  public int endpoint(String wanted) {
    return endpoints.stream().map(Endpoint::name).toList().indexOf(wanted);
  }
}

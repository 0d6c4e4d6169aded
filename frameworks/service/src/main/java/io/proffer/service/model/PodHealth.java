package io.proffer.service.model;

import java.time.Duration;
import java.util.Optional;

/** How an agent finds out whether a pod's container is well. */
public record PodHealth(
    Look look,
    Duration gracePeriod,
    Duration interval,
    Duration timeout,
    Duration delay,
    int maxConsecutiveFailures) {

  /** What is looked at. */
  public sealed interface Look {}

  /** How an endpoint answers. */
  public record Http(String endpoint, Optional<String> path, boolean tls) implements Look {}

  /** Whether an endpoint takes connections. */
  public record Tcp(String endpoint) implements Look {}

  /** What a command says. */
  public record Exec(TaskCheck.Exec command) implements Look {}
}

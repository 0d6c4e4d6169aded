package io.proffer.service.kernel;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * How a container of a pod's instance fares.
 *
 * @param healthy as its health check says; empty without an answer yet
 * @param since when its condition was told first
 */
public record Part(Condition condition, Optional<Boolean> healthy, Instant since) {

  /**
   * What is true of the whole if it is true of a part, the worst first. A part that has finished is
   * as much missed as one that failed.
   */
  private static final List<Condition> INFECTIOUS =
      List.of(
          Condition.Error,
          Condition.Failed,
          Condition.Gone,
          Condition.Dropped,
          Condition.Killed,
          Condition.Unknown,
          Condition.Finished,
          Condition.Unreachable,
          Condition.Killing,
          Condition.Provisioned,
          Condition.Staging,
          Condition.Starting,
          Condition.Running);

  /** How an instance fares whose containers fare like this. */
  static Condition together(Collection<Part> parts) {
    return INFECTIOUS.stream()
        .filter(condition -> parts.stream().anyMatch(part -> part.condition() == condition))
        .findFirst()
        .orElse(Condition.Finished);
  }
}

package io.proffer.batch.kernel;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Which agent the next attempt of a run keeps away from. */
final class Avoidance {

  /** After that any place is better than none. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private Avoidance() {}

  /** The agent's id; empty where any will do. */
  static Optional<String> agent(Run run, Instant now) {
    return run.last()
        .filter(last -> run.extensions().care().failures().avoidNode())
        .filter(last -> last.ending().filter(end -> end.failure().isCharged()).isPresent())
        .filter(last -> now.isBefore(run.due().plus(PATIENCE)))
        .map(Attempt::agentId);
  }
}

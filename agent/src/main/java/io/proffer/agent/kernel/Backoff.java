package io.proffer.agent.kernel;

import java.time.Duration;

/** How long to wait before trying again. */
final class Backoff {

  private Backoff() {}

  /** {@code min} after the first attempt, twice as long after each further one, at most max. */
  static Duration doubling(Duration min, Duration max, int attempt) {
    int doublings = Math.min(Math.max(attempt - 1, 0), 30);
    Duration wait = min.multipliedBy(1L << doublings);
    return wait.compareTo(max) > 0 ? max : wait;
  }
}

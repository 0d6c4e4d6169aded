package io.proffer.batch.model;

import java.time.Duration;
import java.util.Optional;

/**
 * Whether a run is tried again when it fails.
 *
 * @param activeDeadline for how long from the run's beginning; empty: without end
 */
public record Restart(Policy policy, Optional<Duration> activeDeadline) {

  /** When it is tried again. */
  public enum Policy {
    NEVER,
    ON_FAILURE
  }
}

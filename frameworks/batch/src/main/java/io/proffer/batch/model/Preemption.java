package io.proffer.batch.model;

import java.time.Duration;

/**
 * That tasks of users who have more than their share of a pool may be ended, so that those who have
 * less need not wait for their ends. What users have is told in shares: 1 is what a share is worth.
 *
 * @param minGap how much more the user of the one must have than the user of the other would have
 * @param minRuntime a task that has run for less is not ended
 * @param patience how long a run waits before others are ended for it
 * @param maxPerMinute tasks of the pool that are ended a minute, at most
 * @param maxPerRun how often a run, and of an array an index, is ended so, at most
 */
public record Preemption(
    double minGap, Duration minRuntime, Duration patience, int maxPerMinute, int maxPerRun) {

  /** What is meant where nothing more is said than that tasks may be ended. */
  public static final Preemption USUAL =
      new Preemption(0.25, Duration.ofMinutes(5), Duration.ofMinutes(1), 10, 3);
}

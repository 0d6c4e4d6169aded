package io.proffer.batch.model;

import java.time.Duration;
import java.util.Optional;

/**
 * What Metronome's jobs cannot say: the object {@code batch} of a job.
 *
 * @param start how long an attempt may take from its launch until it runs
 * @param run how long an attempt may run
 * @param total how long a run may take with all its attempts
 * @param array of a gang too: its tasks
 */
public record Extensions(
    Optional<Retry> retry,
    Optional<Duration> start,
    Optional<Duration> run,
    Optional<Duration> total,
    Optional<Misfire> misfire,
    Queueing queueing,
    Optional<ArraySpec> array,
    Optional<GangSpec> gang,
    Optional<Locality> locality,
    Care care) {

  /** Nothing said. */
  public static final Extensions NONE =
      new Extensions(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Queueing.NONE,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Care.USUAL);

  /** What becomes of fires that were due while nobody looked, within the starting deadline. */
  public enum Misfire {
    SKIP,
    /** The latest one is run. */
    ONCE,
    ALL
  }

  /**
   * How often and when failed attempts are followed by others, where the restart policy wants any.
   *
   * @param maxRetries those that the job itself is to blame for
   * @param backoff before the first one, each further one waits {@code factor} times as long
   */
  public record Retry(int maxRetries, Duration backoff, double factor, Duration maxBackoff) {

    /** Ten seconds, doubling to six minutes; a cap that only a job that never works will see. */
    public static final Retry DEFAULT =
        new Retry(10_000, Duration.ofSeconds(10), 2, Duration.ofMinutes(6));

    /**
     * How long the next attempt waits.
     *
     * @param failures so far, at least one
     */
    public Duration delay(int failures) {
      double millis = backoff.toMillis() * Math.pow(factor, Math.min(failures, 1_000) - 1);
      return Duration.ofMillis((long) Math.min(millis, (double) maxBackoff.toMillis()));
    }
  }

  /** How failures are retried. */
  public Retry retrying() {
    return retry.orElse(Retry.DEFAULT);
  }
}

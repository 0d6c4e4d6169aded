package io.proffer.batch.kernel;

import io.proffer.batch.model.JobId;
import java.time.Instant;
import java.util.Optional;

/**
 * How the tasks of a gang fare together, while its run has not ended.
 *
 * @param late how often not enough of them ran in time
 * @param begunAt when its tasks were launched; empty while it waits for room
 * @param breakup why its tasks are being ended; empty while they are to run
 */
public record Gang(
    JobId job, String run, int late, Optional<Instant> begunAt, Optional<Breakup> breakup) {

  /**
   * That a gang cannot go on as it is.
   *
   * @param exitCode of the task that failed
   * @param late whether not enough tasks ran in time, which is no failure
   * @param message for people
   */
  public record Breakup(Failure failure, boolean late, Optional<Integer> exitCode, String message) {

    Attempt.Ending ending() {
      return new Attempt.Ending(failure, exitCode, Optional.empty(), "", message);
    }
  }

  static Gang waiting(Run run) {
    return new Gang(run.job(), run.id(), 0, Optional.empty(), Optional.empty());
  }

  /** Whether it waits for room for its first tasks. */
  boolean isWaiting() {
    return begunAt.isEmpty() && breakup.isEmpty();
  }

  Gang begun(Instant at) {
    return new Gang(job, run, late, Optional.of(at), Optional.empty());
  }

  Gang breaks(Breakup why) {
    return new Gang(job, run, late, begunAt, Optional.of(why));
  }

  /** It waits for room again. */
  Gang again() {
    int times = late + (breakup.filter(Breakup::late).isPresent() ? 1 : 0);
    return new Gang(job, run, times, Optional.empty(), Optional.empty());
  }
}

package io.proffer.batch.model;

import io.proffer.batch.cron.Timetable;
import java.time.Duration;

/**
 * When a job is run.
 *
 * @param startingDeadline how late a run may begin; later it is not run at all
 */
public record Schedule(
    String id,
    Timetable timetable,
    Duration startingDeadline,
    ConcurrencyPolicy concurrency,
    boolean enabled) {

  /** What is done with a run that is due while another one of the job is there. */
  public enum ConcurrencyPolicy {
    /** It runs beside it. */
    ALLOW,
    /** It is not run. */
    FORBID,
    /** The other one is stopped first. */
    REPLACE,
    /** It waits for the other one's end. */
    QUEUE
  }
}

package io.proffer.batch.kernel;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * How far a job's schedule was followed.
 *
 * @param handledUntil everything that was due until then has its run, or is among the misses
 * @param misses the latest ones, oldest first
 */
public record ScheduleMark(Instant handledUntil, List<Miss> misses) {

  private static final int MAX_MISSES = 100;

  public ScheduleMark {
    misses = List.copyOf(misses);
  }

  /**
   * Times that a job was due and not run.
   *
   * @param first and {@code last} are the same for one
   * @param reason for people
   */
  public record Miss(Instant first, Instant last, int count, String reason) {}

  ScheduleMark handled(Instant until) {
    return new ScheduleMark(until, misses);
  }

  ScheduleMark missed(Miss miss) {
    List<Miss> all = new ArrayList<>(misses);
    all.add(miss);
    return new ScheduleMark(
        handledUntil, all.subList(Math.max(0, all.size() - MAX_MISSES), all.size()));
  }
}

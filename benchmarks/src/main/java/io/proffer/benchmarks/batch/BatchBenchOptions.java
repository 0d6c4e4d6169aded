package io.proffer.benchmarks.batch;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What to measure.
 *
 * @param parts of the benchmark, in this order
 * @param indexes of the array
 * @param agents emulated, with 32 processors each
 * @param waiting runs that are ranked
 * @param running runs that have a task meanwhile
 * @param users whose they are
 * @param schedules that are due at the same moment
 */
public record BatchBenchOptions(
    List<Part> parts, int indexes, int agents, int waiting, int running, int users, int schedules) {

  /** What can be measured by itself. */
  public enum Part {
    /** How long it takes to put many runs in order. */
    RANKING,

    /** How late many jobs begin that are due at one moment. */
    CRON,

    /** The tasks a second of a large array, on a real master. */
    ARRAY;

    /** All of them. */
    public static final Set<Part> ALL = EnumSet.allOf(Part.class);
  }

  public BatchBenchOptions {
    parts = List.copyOf(EnumSet.copyOf(parts));
    if (indexes < 1 || agents < 1 || waiting < 1 || running < 0 || users < 1 || schedules < 1) {
      throw new IllegalArgumentException("all numbers must be 1 or more");
    }
    if (indexes > 1_000_000 || waiting + running > 100_000 || schedules > 20_000) {
      throw new IllegalArgumentException(
          "the framework has 1000000 indexes, 100000 runs and 20000 jobs at most");
    }
  }
}

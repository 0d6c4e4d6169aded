package io.proffer.batch.kernel;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The runs of a job that have ended: all are counted, and of each kind the latest kept. */
final class History {

  static final int MAX_RUNS = 1_000;

  private final Series successes = new Series();
  private final Series failures = new Series();

  /** Runs that ended alike, oldest first. */
  private static final class Series {
    private final Deque<FinishedRun> runs = new ArrayDeque<>();
    private final Map<String, FinishedRun> byId = new HashMap<>();
    private final Map<String, FinishedRun> byToken = new HashMap<>();
    private long count;

    void add(FinishedRun run, long number) {
      runs.add(run);
      byId.put(run.id(), run);
      run.token().ifPresent(token -> byToken.put(token, run));
      count = Math.max(count, number + 1);
      if (runs.size() > MAX_RUNS) {
        FinishedRun oldest = runs.remove();
        byId.remove(oldest.id());
        oldest.token().ifPresent(token -> byToken.remove(token, oldest));
      }
    }
  }

  /** How many have ended as this one; its number in the series. */
  long nextNumber(boolean success) {
    return series(success).count;
  }

  void add(FinishedRun run, long number) {
    if (find(run.id()).isEmpty()) {
      series(run.isSuccess()).add(run, number);
    }
  }

  Optional<FinishedRun> find(String id) {
    return Optional.ofNullable(successes.byId.get(id))
        .or(() -> Optional.ofNullable(failures.byId.get(id)));
  }

  Optional<FinishedRun> findByToken(String token) {
    return Optional.ofNullable(successes.byToken.get(token))
        .or(() -> Optional.ofNullable(failures.byToken.get(token)));
  }

  /** The times for which those that are kept were begun. */
  List<Instant> scheduledFor() {
    return Stream.concat(successes.runs.stream(), failures.runs.stream())
        .flatMap(run -> run.scheduledFor().stream())
        .toList();
  }

  private Series series(boolean success) {
    return success ? successes : failures;
  }

  /**
   * What there is to say.
   *
   * @param runs whether the runs themselves are wanted
   */
  HistorySummary summary(boolean runs) {
    return new HistorySummary(
        successes.count,
        failures.count,
        Optional.ofNullable(successes.runs.peekLast()).map(FinishedRun::finishedAt),
        Optional.ofNullable(failures.runs.peekLast()).map(FinishedRun::finishedAt),
        runs ? newestFirst(successes) : List.of(),
        runs ? newestFirst(failures) : List.of());
  }

  private static List<FinishedRun> newestFirst(Series series) {
    return List.copyOf(series.runs).reversed();
  }
}

package io.proffer.batch.kernel;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * EASY backfill: the gang at the head has its planned start, and whatever ends before it may use
 * the room that is gathered meanwhile. Only run limits count, for nothing else is known of an end.
 */
final class Backfill {

  /** What a task is given that says nothing. */
  static final Duration KILL_GRACE = Duration.ofSeconds(30);

  private Backfill() {}

  /** That a task ends by then, and what its agent has again. */
  record Freed(Instant at, String agent, Amount amount) {}

  /** When the tasks end whose runs have a limit, the next one first. */
  static List<Freed> freed(BatchState state) {
    List<Freed> all = new ArrayList<>();
    for (Run run : state.runs()) {
      Optional<Duration> limit = longest(run);
      if (limit.isPresent()) {
        Amount amount = Amount.of(run.spec());
        for (Attempt task : state.tasks(run)) {
          Instant from = task.startedAt().orElse(task.launchedAt());
          all.add(new Freed(from.plus(limit.get()), task.agentId(), amount));
        }
      }
    }
    all.sort(Comparator.comparing(Freed::at));
    return all;
  }

  /** How long a task of a run takes at most, if that is known. */
  static Optional<Duration> longest(Run run) {
    return run.extensions()
        .run()
        .map(limit -> limit.plus(run.spec().killGrace().orElse(KILL_GRACE)));
  }

  /**
   * When there is room for so many tasks together, as far as run limits tell.
   *
   * @param free what agents have now
   * @param otherwise when they do not tell
   */
  static Instant plannedStart(
      int tasks, Amount each, Map<String, Amount> free, List<Freed> freed, Instant otherwise) {
    Map<String, Amount> there = new LinkedHashMap<>(free);
    int room = 0;
    for (Amount amount : there.values()) {
      room += each.timesIn(amount);
    }
    for (Freed next : freed) {
      if (room >= tasks || !next.at().isBefore(otherwise)) {
        break;
      }
      Amount before = there.getOrDefault(next.agent(), Amount.NONE);
      Amount after = before.plus(next.amount());
      there.put(next.agent(), after);
      room += each.timesIn(after) - each.timesIn(before);
      if (room >= tasks) {
        return next.at();
      }
    }
    return otherwise;
  }

  /** Whether a run that begins now ends before then. */
  static boolean fits(Run run, Instant now, Instant plannedStart) {
    return longest(run).filter(limit -> !now.plus(limit).isAfter(plannedStart)).isPresent();
  }
}

package io.proffer.batch.kernel;

import io.proffer.batch.model.GangSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Takes gangs from their beginning to their end: all their tasks together, or none. */
final class GangBook {

  private static final Duration LATE_DELAY = Duration.ofSeconds(60);
  private static final Duration MAX_LATE_DELAY = Duration.ofHours(1);

  private final BatchState state;
  private final Outbox out;
  private final RunBook book;

  GangBook(BatchState state, Outbox out, RunBook book) {
    this.state = state;
    this.out = out;
    this.book = book;
  }

  static GangSpec spec(Run run) {
    return run.extensions().gang().orElseThrow();
  }

  /** A gang's first tasks were put on offers. */
  void begun(Run run, Instant now) {
    set(state.gang(run).begun(now));
  }

  /** A task of a gang has ended, for one reason or another. */
  void ended(Run run, int index, IndexState.Active active, Attempt.Ending ending, Instant now) {
    Gang gang = state.gang(run);
    Failure failure = ending.failure();
    int number = active.attempt().number();
    if (failure == Failure.NONE) {
      set(run, index, new IndexState.Succeeded());
    } else if (run.stopped().isPresent()) {
      set(run, index, new IndexState.Failed());
    } else if (gang.breakup().isEmpty()
        && canGoOnWithoutOne(run)
        && Retries.next(run, ending, number, active.charged(), active.uncharged())
            instanceof Retries.Next.Again again) {
      set(run, index, ArrayBook.waiting(active, again, now));
    } else {
      set(run, index, new IndexState.Waiting(number, 0, 0, now));
      if (gang.breakup().isEmpty()) {
        String message = ending.message().isEmpty() ? failure.toString() : ending.message();
        breakUp(
            run,
            new Gang.Breakup(failure, false, ending.exitCode(), "index " + index + ": " + message));
      }
    }
    settle(run, now);
  }

  /** Whether enough others are there, so that one may come back by itself. */
  private boolean canGoOnWithoutOne(Run run) {
    Indexes indexes = state.indexes(run);
    return indexes.active().size() - 1 + indexes.succeeded() >= spec(run).minAvailable();
  }

  private void breakUp(Run run, Gang.Breakup why) {
    set(state.gang(run).breaks(why));
    for (IndexState.Active active : state.indexes(run).active().values()) {
      out.action(
          new Action.Kill(active.attempt().taskId(), "its gang breaks up: " + why.message()));
    }
  }

  /** Goes on with a gang when the last of its tasks has ended. */
  private void settle(Run run, Instant now) {
    Indexes indexes = state.indexes(run);
    if (!indexes.active().isEmpty()) {
      return;
    }
    if (run.stopped().isPresent()) {
      book.finish(run, run.stopped().get().failure(), run.stopped().get().reason(), now);
    } else if (indexes.succeeded() == indexes.size()) {
      book.finish(run, Failure.NONE, "", now);
    } else {
      state.gang(run).breakup().ifPresent(why -> regroup(run, why, now));
    }
  }

  private void regroup(Run run, Gang.Breakup why, Instant now) {
    Gang gang = state.gang(run);
    if (why.late()) {
      book.requeue(run, now.plus(lateDelay(gang.late())));
    } else if (!book.tryAgain(run, why.ending(), mostAttempts(run), why.message(), now)) {
      return;
    }
    reset(run, now);
    set(gang.again());
  }

  /** A minute, doubling to an hour. */
  static Duration lateDelay(int late) {
    Duration delay = LATE_DELAY.multipliedBy(1L << Math.min(late, 10));
    return delay.compareTo(MAX_LATE_DELAY) < 0 ? delay : MAX_LATE_DELAY;
  }

  /**
   * All tasks of a gang that needs all of them run again, of another those that have not ended
   * well. None has the name of one before: those of a gang that needs all have one number.
   */
  private void reset(Run run, Instant now) {
    Indexes indexes = state.indexes(run);
    int most = mostAttempts(run);
    boolean rigid = spec(run).isRigid();
    for (int index = 0; index < indexes.size(); index++) {
      IndexState.Waiting waiting = indexes.waiting().get(index);
      if (waiting != null) {
        set(run, index, new IndexState.Waiting(rigid ? most : waiting.attempts(), 0, 0, now));
      } else if (rigid) {
        set(run, index, new IndexState.Waiting(most, 0, 0, now));
      }
    }
  }

  private int mostAttempts(Run run) {
    return state.indexes(run).waiting().values().stream()
        .mapToInt(IndexState.Waiting::attempts)
        .max()
        .orElse(1);
  }

  /** Breaks up a gang of which not enough tasks run in time. */
  void tick(Run run, Instant now) {
    Gang gang = state.gang(run);
    if (run.stopped().isPresent() || gang.breakup().isPresent() || gang.begunAt().isEmpty()) {
      return;
    }
    GangSpec spec = spec(run);
    if (!gang.begunAt().get().plus(spec.startTimeout()).isAfter(now)) {
      int there = there(state.indexes(run));
      if (there < spec.minAvailable()) {
        String message =
            "%d of %d tasks ran %d s after their launch"
                .formatted(there, spec.minAvailable(), spec.startTimeout().toSeconds());
        breakUp(run, new Gang.Breakup(Failure.LAUNCH, true, Optional.empty(), message));
        settle(run, now);
      }
    }
  }

  private static int there(Indexes indexes) {
    int there = indexes.succeeded();
    for (IndexState.Active active : indexes.active().values()) {
      there += active.attempt().startedAt().isPresent() ? 1 : 0;
    }
    return there;
  }

  /** Goes on with what a former process has half done: of its last decision a part is stored. */
  void resume(Run run, Instant now) {
    Gang gang = state.gang(run);
    Indexes indexes = state.indexes(run);
    if (run.stopped().isPresent()) {
      return;
    }
    if (gang.breakup().isPresent()) {
      for (IndexState.Active active : indexes.active().values()) {
        out.action(new Action.Kill(active.attempt().taskId(), gang.breakup().get().message()));
      }
      settle(run, now);
    } else if (indexes.active().isEmpty() && indexes.succeeded() < indexes.size()) {
      if (!indexes.isUntouched() && !indexes.waiting().isEmpty()) {
        reset(run, now);
      }
      set(gang.again());
    }
  }

  private void set(Run run, int index, IndexState now) {
    out.fact(new Fact.IndexSet(run.job(), run.id(), index, now));
  }

  private void set(Gang gang) {
    out.fact(new Fact.GangSet(gang));
  }
}

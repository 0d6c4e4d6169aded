package io.proffer.batch.kernel;

import io.proffer.batch.model.ArraySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;

/** Takes the indexes of arrays from their beginning to their end. */
final class ArrayBook {

  /** Indexes that wait to be tried again; with more of them no others are begun. */
  private static final int MAX_WAITING = 10_000;

  private final BatchState state;
  private final Outbox out;
  private final RunBook book;
  private final GangBook gangs;
  private final CopyBook copies;

  ArrayBook(BatchState state, Outbox out, RunBook book, GangBook gangs) {
    this.state = state;
    this.out = out;
    this.book = book;
    this.gangs = gangs;
    this.copies = new CopyBook(state, out);
  }

  /** Second tasks of indexes that take long. */
  CopyBook copies() {
    return copies;
  }

  /** How many tasks of a run could be launched now; a gang that waits for room is one. */
  int launchable(Run run, Instant now) {
    Indexes indexes = state.indexes(run);
    if (run.isGang() && state.gang(run).isWaiting()) {
      return indexes.active().isEmpty() ? 1 : 0;
    }
    if (run.isGang() && state.gang(run).breakup().isPresent()) {
      return 0;
    }
    ArraySpec spec = run.extensions().array().orElseThrow();
    int room = spec.throttle() - indexes.taskCount();
    if (room <= 0) {
      return 0;
    }
    return indexes.waiting().size() >= MAX_WAITING
        ? indexes.readyAgain(now, room)
        : indexes.ready(now, room);
  }

  /** Whether it is only the throttle that keeps the next index waiting. */
  boolean isThrottled(Run run, Instant now) {
    Indexes indexes = state.indexes(run);
    return !run.isGang()
        && indexes.taskCount() >= run.extensions().array().orElseThrow().throttle()
        && indexes.ready(now, 1) > 0;
  }

  /** The number of the attempt that follows at an index. */
  int nextAttempt(Run run, int index) {
    IndexState.Waiting waiting = state.indexes(run).waiting().get(index);
    return waiting == null ? 1 : waiting.attempts() + 1;
  }

  /** A task was put on an offer. */
  void launched(Run run, int index, Attempt attempt) {
    IndexState.Waiting before = state.indexes(run).waiting().get(index);
    set(
        run,
        index,
        before == null
            ? new IndexState.Active(attempt, 0, 0)
            : new IndexState.Active(attempt, before.charged(), before.uncharged()));
  }

  /** Takes in what is told of a task. */
  void told(Run run, TaskName name, TaskStatus status, Instant now) {
    Optional<IndexState.Active> known =
        state
            .indexes(run)
            .active(name.index())
            .filter(active -> active.attempt().number() == name.attempt());
    if (known.isEmpty()) {
      copies
          .running(run, name.index())
          .filter(copy -> copy.number() == name.attempt())
          .ifPresentOrElse(
              copy -> toldOfCopy(run, name.index(), copy, status, now),
              () -> book.endStray(status, "another attempt has taken its place"));
      return;
    }
    Attempt attempt = known.get().attempt();
    if (EndingReader.isTerminal(status.getState())) {
      ended(run, name.index(), known.get(), EndingReader.read(status, attempt), now);
      return;
    }
    boolean unseen = RunBook.isUnseen(status.getState());
    boolean runs = status.getState() == TaskState.TASK_RUNNING;
    Attempt told =
        attempt.told(
            status.getState().name(),
            attempt.startedAt().or(() -> runs ? Optional.of(now) : Optional.empty()),
            unseen ? attempt.unseenSince().or(() -> Optional.of(now)) : Optional.empty());
    if (!told.equals(attempt)) {
      set(
          run,
          name.index(),
          new IndexState.Active(told, known.get().charged(), known.get().uncharged()));
    }
  }

  private void toldOfCopy(Run run, int index, Attempt copy, TaskStatus status, Instant now) {
    if (EndingReader.isTerminal(status.getState())) {
      endedCopy(run, index, copy, status.getState().name(), EndingReader.read(status, copy), now);
    } else {
      copies.told(run, index, copy, status, now);
    }
  }

  private void endedCopy(
      Run run, int index, Attempt copy, String last, Attempt.Ending ending, Instant now) {
    Optional<IndexState.Active> first = state.indexes(run).active(index);
    if (first.isEmpty()) {
      copies.set(run, index, Optional.empty());
      judge(run, "", now);
    } else if (ending.failure() == Failure.NONE) {
      ended(run, index, copies.first(run, index, first.get(), copy), ending, now);
    } else {
      copies.set(run, index, Optional.of(copy.ended(last, now, ending)));
    }
  }

  /** Its copy takes its place, if there is one that runs. */
  private boolean isReplaced(
      Run run,
      int index,
      IndexState.Active active,
      Attempt.Ending ending,
      Retries.Next next,
      Instant now) {
    Optional<Attempt> copy = copies.running(run, index);
    if (copy.isEmpty()) {
      return false;
    }
    IndexState.Active instead =
        switch (next) {
          case Retries.Next.Again again -> {
            IndexState.Waiting counted = waiting(active, again, now);
            yield new IndexState.Active(copy.get(), counted.charged(), counted.uncharged());
          }
          case Retries.Next.Over over ->
              new IndexState.Active(copy.get(), active.charged(), active.uncharged());
        };
    Attempt failed = active.attempt().ended(active.attempt().state(), now, ending);
    copies.promoted(run, index, instead, failed);
    return true;
  }

  private void ended(
      Run run, int index, IndexState.Active active, Attempt.Ending ending, Instant now) {
    if (run.isGang()) {
      gangs.ended(run, index, active, ending, now);
      return;
    }
    Failure failure = ending.failure();
    String how = "index " + index + ": " + ending.message();
    if (failure == Failure.NONE) {
      set(run, index, new IndexState.Succeeded());
      copies.succeeded(run, index, active.attempt(), now);
    } else if (run.stopped().isPresent()) {
      set(run, index, new IndexState.Failed());
    } else {
      Retries.Next next =
          Retries.next(
              run, ending, active.attempt().number(), active.charged(), active.uncharged());
      boolean whole = next instanceof Retries.Next.Over over && over.wholeRun();
      if (!whole && isReplaced(run, index, active, ending, next, now)) {
        return;
      }
      switch (next) {
        case Retries.Next.Again again -> {
          IndexState.Waiting waits = waiting(active, again, now);
          int last = Math.max(waits.attempts(), copies.lastNumber(run, index));
          copies.forget(run, index);
          set(
              run,
              index,
              new IndexState.Waiting(last, waits.charged(), waits.uncharged(), waits.due()));
        }
        case Retries.Next.Over over -> {
          if (copies.running(run, index).isEmpty()) {
            copies.forget(run, index);
          }
          set(run, index, new IndexState.Failed());
          if (over.wholeRun()) {
            book.stop(run, failure, how + "; " + over.why(), now);
            return;
          }
        }
      }
    }
    judge(run, how, now);
  }

  static IndexState.Waiting waiting(
      IndexState.Active active, Retries.Next.Again again, Instant now) {
    return new IndexState.Waiting(
        active.attempt().number(),
        active.charged() + (again.count() == Retries.Count.CHARGED ? 1 : 0),
        active.uncharged() + (again.count() == Retries.Count.UNCHARGED ? 1 : 0),
        now.plus(again.delay()));
  }

  private void set(Run run, int index, IndexState now) {
    out.fact(new Fact.IndexSet(run.job(), run.id(), index, now));
  }

  /** Ends a run of which no more is to come, or of which the outcome is known. */
  private void judge(Run run, String last, Instant now) {
    Indexes indexes = state.indexes(run);
    if (run.stopped().isPresent()) {
      if (indexes.taskCount() == 0) {
        book.finish(run, run.stopped().get().failure(), run.stopped().get().reason(), now);
      }
      return;
    }
    ArraySpec spec = run.extensions().array().orElseThrow();
    if (isMet(spec, indexes)) {
      book.stop(run, Failure.NONE, "", now);
    } else if (isLost(spec, indexes)) {
      String reason =
          indexes.failed() + " of " + spec.size() + " indexes have failed; the last, " + last;
      book.stop(run, Failure.EXIT, reason, now);
    }
  }

  private static boolean isMet(ArraySpec spec, Indexes indexes) {
    ArraySpec.Success success = spec.success();
    return switch (success.kind()) {
      case ALL -> indexes.isOver() && indexes.failed() <= spec.maxFailed();
      case ANY -> indexes.succeeded() > 0;
      case QUORUM -> indexes.succeeded() >= success.count();
      case INDEXES -> success.indexes().stream().allMatch(indexes::isSucceeded);
    };
  }

  private static boolean isLost(ArraySpec spec, Indexes indexes) {
    ArraySpec.Success success = spec.success();
    return switch (success.kind()) {
      case ALL -> indexes.failed() > spec.maxFailed();
      case ANY -> indexes.failed() == spec.size();
      case QUORUM -> spec.size() - indexes.failed() < success.count();
      case INDEXES -> success.indexes().stream().anyMatch(indexes::isFailed);
    };
  }

  /** Asks all tasks of a run to end. */
  void kill(Run run, String reason) {
    for (Attempt task : state.indexes(run).tasks()) {
      out.action(new Action.Kill(task.taskId(), reason));
    }
  }

  boolean hasTasks(Run run) {
    return state.indexes(run).taskCount() > 0;
  }

  /** Whether nothing of it has been launched, of a gang: since it was last begun. */
  boolean waitsForRoom(Run run) {
    return run.isGang() ? state.gang(run).isWaiting() : state.indexes(run).isUntouched();
  }

  /** Ends what takes too long. */
  void tick(Run run, Instant now) {
    tickTasks(run, now);
    tickCopies(run, now);
    if (run.isGang()) {
      state.run(run.job(), run.id()).ifPresent(gang -> gangs.tick(gang, now));
    }
  }

  private void tickTasks(Run run, Instant now) {
    for (Map.Entry<Integer, IndexState.Active> entry :
        List.copyOf(state.indexes(run).active().entrySet())) {
      Attempt attempt = entry.getValue().attempt();
      if (attempt.unseenSince().isPresent()) {
        if (isOver(attempt.unseenSince().get(), RunBook.UNSEEN_GRACE, now)) {
          String message = "agent " + attempt.hostname() + " was out of sight for too long";
          Attempt.Ending lost =
              new Attempt.Ending(Failure.LOST, Optional.empty(), Optional.empty(), "", message);
          ended(run, entry.getKey(), entry.getValue(), lost, now);
        }
      } else if (attempt.startedAt().isEmpty()) {
        Duration most = run.extensions().start().orElse(RunBook.LAUNCH_SILENCE);
        boolean silent =
            run.extensions().start().isPresent() || attempt.state().equals(Attempt.LAUNCHED);
        if (silent && isOver(attempt.launchedAt(), most, now)) {
          // It is asked to end, for it may have got through; its end says whether it has run.
          Attempt asked = attempt.told("TASK_KILLING", attempt.startedAt(), Optional.empty());
          if (!asked.equals(attempt)) {
            set(
                run,
                entry.getKey(),
                new IndexState.Active(
                    asked, entry.getValue().charged(), entry.getValue().uncharged()));
            out.action(new Action.Kill(attempt.taskId(), "it did not start in time"));
          }
        }
      }
      if (state.run(run.job(), run.id()).isEmpty()) {
        return;
      }
    }
  }

  private void tickCopies(Run run, Instant now) {
    if (state.run(run.job(), run.id()).isEmpty()) {
      return;
    }
    for (Map.Entry<Integer, Attempt> entry :
        List.copyOf(state.indexes(run).allCopies().entrySet())) {
      Attempt copy = entry.getValue();
      boolean unseen = copy.unseenSince().isPresent();
      Instant since = copy.unseenSince().orElse(copy.launchedAt());
      if (copy.isActive() && unseen && isOver(since, RunBook.UNSEEN_GRACE, now)) {
        String message = "agent " + copy.hostname() + " was out of sight for too long";
        Attempt.Ending lost =
            new Attempt.Ending(Failure.LOST, Optional.empty(), Optional.empty(), "", message);
        endedCopy(run, entry.getKey(), copy, copy.state(), lost, now);
      } else if (copy.state().equals(Attempt.LAUNCHED)
          && isOver(since, RunBook.LAUNCH_SILENCE, now)
          && copy.isActive()) {
        Attempt asked = copy.told("TASK_KILLING", copy.startedAt(), Optional.empty());
        copies.set(run, entry.getKey(), Optional.of(asked));
        out.action(new Action.Kill(copy.taskId(), "it did not start in time"));
      }
      if (state.run(run.job(), run.id()).isEmpty()) {
        return;
      }
    }
  }

  private static boolean isOver(Instant from, Duration span, Instant now) {
    return !from.plus(span).isAfter(now);
  }
}

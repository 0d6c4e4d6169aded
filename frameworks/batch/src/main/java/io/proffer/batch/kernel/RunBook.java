package io.proffer.batch.kernel;

import io.proffer.batch.model.JobId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;

/** Takes runs from their beginning to their end: what is told of attempts, retries, time-outs. */
final class RunBook {

  /** How long an attempt may be out of sight before another one may take its place. */
  static final Duration UNSEEN_GRACE = Duration.ofMinutes(5);

  /** How long nothing may be heard of a launch. */
  static final Duration LAUNCH_SILENCE = Duration.ofMinutes(5);

  private final BatchState state;
  private final Outbox out;
  private final ArrayBook arrays;
  private final Collecting collecting;
  private final GangBook gangs;
  private final Deque<Ended> ended = new ArrayDeque<>();

  /** A run of a workflow that has ended. */
  record Ended(WorkflowId workflow, FinishedRun run) {}

  RunBook(BatchState state, Outbox out) {
    this.state = state;
    this.out = out;
    this.gangs = new GangBook(state, out, this);
    this.arrays = new ArrayBook(state, out, this, gangs);
    this.collecting = new Collecting(state, out);
  }

  /** Asks anew for what a former process has not got. */
  void resume() {
    collecting.resume();
    state.runs().stream().filter(Run::isArray).forEach(arrays.copies()::resume);
  }

  /** The indexes of arrays. */
  ArrayBook arrays() {
    return arrays;
  }

  GangBook gangs() {
    return gangs;
  }

  void begin(Run run) {
    out.fact(new Fact.RunSet(run));
    out.notice(new Notice.RunStarted(run));
  }

  /** Ends a run: at once if nothing of it runs, else when its attempt has ended. */
  void stop(Run run, Failure failure, String reason, Instant now) {
    if (run.stopped().isPresent()) {
      return;
    }
    Run stopped = run.stopped(new Run.Stop(failure, reason));
    if (run.isArray() && arrays.hasTasks(run)) {
      set(stopped);
      arrays.kill(run, reason.isEmpty() ? "its array has done what it was to do" : reason);
      return;
    }
    if (run.active().isPresent()) {
      set(stopped);
      out.action(new Action.Kill(run.active().get().taskId(), reason));
    } else {
      finish(stopped, failure, reason, now);
    }
  }

  /** Takes in what is told of a run's task. */
  void told(Run run, TaskName name, TaskStatus status, Instant now) {
    if (run.isArray()) {
      arrays.told(run, name, status, now);
      return;
    }
    String taskId = status.getTaskId().getValue();
    Optional<Attempt> active = run.active().filter(a -> a.taskId().equals(taskId));
    if (active.isEmpty()) {
      endStray(status, "another attempt has taken its place");
      return;
    }
    Attempt attempt = active.get();
    if (EndingReader.isTerminal(status.getState())) {
      ended(
          run,
          attempt.ended(status.getState().name(), now, EndingReader.read(status, attempt)),
          now);
      return;
    }
    boolean unseen = isUnseen(status.getState());
    boolean runs = status.getState() == TaskState.TASK_RUNNING;
    Attempt told =
        attempt.told(
            status.getState().name(),
            attempt.startedAt().or(() -> runs ? Optional.of(now) : Optional.empty()),
            unseen ? attempt.unseenSince().or(() -> Optional.of(now)) : Optional.empty());
    if (!told.equals(attempt)) {
      set(run.withAttempt(told));
    }
  }

  /** Ends a task that no run is waiting for. */
  void endStray(TaskStatus status, String reason) {
    if (!EndingReader.isTerminal(status.getState()) && !isUnseen(status.getState())) {
      out.action(new Action.Kill(status.getTaskId().getValue(), reason));
    }
  }

  static boolean isUnseen(TaskState state) {
    return switch (state) {
      case TASK_LOST, TASK_UNREACHABLE, TASK_UNKNOWN -> true;
      case TASK_STAGING, TASK_STARTING, TASK_RUNNING, TASK_KILLING -> false;
      case TASK_FINISHED, TASK_FAILED, TASK_KILLED, TASK_ERROR -> false;
      case TASK_DROPPED, TASK_GONE, TASK_GONE_BY_OPERATOR -> false;
    };
  }

  private void ended(Run before, Attempt attempt, Instant now) {
    Run run = before.withAttempt(attempt);
    Attempt.Ending ending = attempt.ending().orElseThrow();
    if (ending.failure() == Failure.NONE) {
      if (Collecting.isWanted(run) && run.stopped().isEmpty()) {
        set(run);
        collecting.ask(run);
      } else {
        finish(run, Failure.NONE, "", now);
      }
      return;
    }
    if (run.stopped().isPresent()) {
      finish(run, run.stopped().get().failure(), run.stopped().get().reason(), now);
      return;
    }
    String message =
        ending.message().isEmpty() ? attempt.state() + " " + ending.reason() : ending.message();
    var unused = tryAgain(run, ending, attempt.number(), message, now);
  }

  /**
   * Has another attempt made later, or ends the run where there is none; whether it goes on.
   *
   * @param attempt the number of the one that ended so
   */
  boolean tryAgain(Run run, Attempt.Ending ending, int attempt, String message, Instant now) {
    return switch (Retries.next(run, ending, attempt, run.charged(), run.uncharged())) {
      case Retries.Next.Over over -> {
        finish(run, ending.failure(), join(message, over.why()), now);
        yield false;
      }
      case Retries.Next.Again again -> retry(run, ending.failure(), again, message, now);
    };
  }

  /** Has another attempt made later, as if there had been none. */
  void requeue(Run run, Instant due) {
    set(run.requeued(due));
  }

  /** Takes in what a run has left for others. */
  void collected(Run run, Output output, Instant now) {
    if (run.isCollecting()) {
      collecting
          .take(run, output)
          .ifPresentOrElse(
              why -> finish(run, Failure.OUTPUT, "its output is refused: " + why, now),
              () -> finish(run, Failure.NONE, "", now));
    }
  }

  private static String join(String message, String why) {
    return why.isEmpty() ? message : message + "; " + why;
  }

  private boolean retry(
      Run run, Failure failure, Retries.Next.Again again, String message, Instant now) {
    Instant due = now.plus(again.delay());
    boolean late =
        run.spec()
            .restart()
            .activeDeadline()
            .filter(span -> due.isAfter(run.createdAt().plus(span)))
            .isPresent();
    if (late && failure.isCharged()) {
      finish(run, failure, join(message, "its activeDeadlineSeconds are over"), now);
      return false;
    }
    Run next = failure == Failure.MEMORY ? run.grown() : run;
    set(
        switch (again.count()) {
          case CHARGED -> next.retried(true, due);
          case UNCHARGED -> next.retried(false, due);
          case NOTHING -> next.requeued(due);
        });
    return true;
  }

  /** What waited while a job was suspended begins to wait now. */
  void resumed(JobId job, Instant now) {
    for (Run run : state.runs(job)) {
      if (run.active().isEmpty() && run.due().isBefore(now)) {
        set(run.requeued(now));
      }
    }
  }

  private void set(Run run) {
    out.fact(new Fact.RunSet(run));
    out.notice(new Notice.RunUpdated(run));
  }

  void finish(Run run, Failure failure, String message, Instant now) {
    Optional<Indexes> array = run.isArray() ? Optional.of(state.indexes(run)) : Optional.empty();
    FinishedRun finished = FinishedRun.of(run, failure, message, array, now);
    if (state.job(run.job()).isPresent()) {
      long number =
          state.history(run.job()).map(h -> h.nextNumber(finished.isSuccess())).orElse(0L);
      out.fact(new Fact.RunFinished(finished, number));
    } else {
      out.fact(new Fact.RunDropped(run.job(), run.id()));
    }
    out.notice(new Notice.RunEnded(finished));
    run.workflow().ifPresent(workflow -> ended.add(new Ended(workflow, finished)));
  }

  /** The next run of a workflow that has ended and was not asked for yet. */
  Optional<Ended> nextEnded() {
    return Optional.ofNullable(ended.poll());
  }

  /** Ends what takes too long. */
  void tick(Instant now) {
    for (Run run : state.runs()) {
      if (run.stopped().isEmpty()) {
        if (isOver(run.createdAt(), run.extensions().total(), now)) {
          stop(run, Failure.TIMEOUT, "it took longer than timeouts.total", now);
        } else if (run.isArray()) {
          arrays.tick(run, now);
          if (state.run(run.job(), run.id()).isPresent() && arrays.waitsForRoom(run)) {
            waiting(run, now);
          }
        } else if (!run.isCollecting()) {
          run.active().ifPresentOrElse(a -> active(run, a, now), () -> waiting(run, now));
        }
      } else if (run.isArray()) {
        arrays.tick(run, now);
      } else {
        run.active().ifPresent(attempt -> stopping(run, attempt, now));
      }
    }
  }

  private static boolean isOver(Instant from, Optional<Duration> span, Instant now) {
    return span.filter(s -> !from.plus(s).isAfter(now)).isPresent();
  }

  private void waiting(Run run, Instant now) {
    boolean queued = run.inTurn() && !state.isFirst(run);
    if (!queued
        && !state.isSuspended(run.job())
        && isOver(run.due(), Optional.of(run.spec().maxLaunchDelay()), now)) {
      stop(
          run,
          Failure.LAUNCH,
          "no place was found for it within maxLaunchDelay, "
              + run.spec().maxLaunchDelay().toSeconds()
              + " s",
          now);
    }
  }

  private void active(Run run, Attempt attempt, Instant now) {
    if (attempt.unseenSince().isPresent()) {
      stopping(run, attempt, now);
    } else if (attempt.startedAt().isEmpty()) {
      Optional<Duration> start = run.extensions().start();
      if (isOver(attempt.launchedAt(), start, now)) {
        stop(run, Failure.TIMEOUT, "it did not start within timeouts.start", now);
      } else if (attempt.state().equals(Attempt.LAUNCHED)
          && isOver(attempt.launchedAt(), Optional.of(LAUNCH_SILENCE), now)) {
        // It is asked to end, for it may have got through; its end says whether it has run.
        set(run.withAttempt(attempt.told("TASK_KILLING", attempt.startedAt(), Optional.empty())));
        out.action(new Action.Kill(attempt.taskId(), "nothing was heard of its launch"));
      }
    }
  }

  /** One whose agent is away for too long is given up. */
  private void stopping(Run run, Attempt attempt, Instant now) {
    if (attempt.unseenSince().isPresent()
        && isOver(attempt.unseenSince().get(), Optional.of(UNSEEN_GRACE), now)) {
      String message =
          "agent "
              + attempt.hostname()
              + " was out of sight for "
              + UNSEEN_GRACE.toSeconds()
              + " s";
      Attempt.Ending lost =
          new Attempt.Ending(Failure.LOST, Optional.empty(), Optional.empty(), "", message);
      ended(run, attempt.ended(attempt.state(), now, lost), now);
    }
  }
}

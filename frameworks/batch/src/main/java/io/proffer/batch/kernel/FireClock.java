package io.proffer.batch.kernel;

import io.proffer.batch.model.Extensions.Misfire;
import io.proffer.batch.model.Job;
import io.proffer.batch.model.JobId;
import io.proffer.batch.model.Parameters;
import io.proffer.batch.model.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * Begins runs when they are due. Whatever was due has exactly one run, whose id follows from the
 * time, or a miss with its reason.
 */
final class FireClock {

  /** Runs that wait or go on; more of a job, and it misses. */
  static final int MAX_RUNS_OF_JOB = 1_000;

  /** Fires looked at one by one; what lies between the last ones and now is one miss. */
  private static final int MAX_FIRES = 10_000;

  private static final int MAX_CAUGHT_UP = 100;

  private static final Duration LONGEST_UNTIL_TICK = Duration.ofMillis(500);
  private static final Duration SHORTEST_UNTIL_TICK = Duration.ofMillis(1);

  private final BatchState state;
  private final Outbox out;
  private final RunBook book;
  private final Starter starter;
  private final Map<JobId, Fire> next = new HashMap<>();
  private final SequencedSet<Fire> queue =
      new TreeSet<>(Comparator.comparing(Fire::at).thenComparing(Fire::job));

  private record Fire(Instant at, JobId job) {}

  FireClock(BatchState state, Outbox out, RunBook book, Starter starter) {
    this.state = state;
    this.out = out;
    this.book = book;
    this.starter = starter;
  }

  /** When a job is due next. */
  Optional<Instant> nextRun(JobId job) {
    return Optional.ofNullable(next.get(job)).map(Fire::at);
  }

  /** How long from now on nothing is due; not very long, as there is more to do than this. */
  Duration untilTick(Instant now) {
    if (queue.isEmpty() || queue.getFirst().at().isAfter(now.plus(LONGEST_UNTIL_TICK))) {
      return LONGEST_UNTIL_TICK;
    }
    Duration soon = Duration.between(now, queue.getFirst().at());
    return soon.compareTo(SHORTEST_UNTIL_TICK) < 0 ? SHORTEST_UNTIL_TICK : soon;
  }

  /**
   * A job is going to have another schedule, or none: what was due until now is settled, and what
   * the new schedule says of the time before now is none of its business. Its mark comes before the
   * job, so that no schedule is stored that nobody follows; {@link #plan} it when the job is set.
   */
  void changing(Job job, Instant now) {
    plan(job.id());
    for (Fire due = next.get(job.id());
        due != null && !due.at().isAfter(now);
        due = next.get(job.id())) {
      plan(job.id(), fire(state.job(job.id()).orElseThrow(), due.at(), now));
    }
    if (job.schedule().isPresent()) {
      ScheduleMark mark = state.mark(job.id()).orElse(new ScheduleMark(now, List.of()));
      Instant until = mark.handledUntil().isAfter(now) ? mark.handledUntil() : now;
      out.fact(new Fact.ScheduleMarked(job.id(), mark.handled(until)));
    }
  }

  /** Finds out when a job is due next. */
  void plan(JobId id) {
    Optional<Schedule> schedule = state.job(id).flatMap(Job::schedule).filter(Schedule::enabled);
    Optional<ScheduleMark> mark = state.mark(id);
    plan(
        id,
        schedule.isPresent() && mark.isPresent()
            ? schedule.get().timetable().next(mark.get().handledUntil())
            : Optional.empty());
  }

  private void plan(JobId id, Optional<Instant> due) {
    Fire old = next.remove(id);
    if (old != null) {
      queue.remove(old);
    }
    if (due.isPresent()) {
      Fire fire = new Fire(due.get(), id);
      next.put(id, fire);
      queue.add(fire);
    }
  }

  /** Begins what is due. */
  void tick(Instant now) {
    while (!queue.isEmpty() && !queue.getFirst().at().isAfter(now)) {
      Fire due = queue.getFirst();
      Optional<Job> job = state.job(due.job());
      plan(due.job(), job.isPresent() ? fire(job.get(), due.at(), now) : Optional.empty());
    }
  }

  /** When the job is due next. */
  private Optional<Instant> fire(Job job, Instant first, Instant now) {
    Schedule schedule = job.schedule().orElseThrow();
    ScheduleMark mark = state.mark(job.id()).orElse(new ScheduleMark(first, List.of()));
    List<Instant> late = new ArrayList<>();
    List<Instant> due = new ArrayList<>();
    Optional<Instant> at = Optional.of(first);
    while (at.filter(a -> !a.isAfter(now)).isPresent() && late.size() + due.size() < MAX_FIRES) {
      boolean tooLate = at.get().plus(schedule.startingDeadline()).isBefore(now);
      (tooLate ? late : due).add(at.get());
      at = schedule.timetable().next(at.get());
    }
    mark =
        missed(
            job,
            mark,
            late,
            "it could not be begun within startingDeadlineSeconds, "
                + schedule.startingDeadline().toSeconds());
    Instant until = due.isEmpty() ? late.getLast() : due.getLast();
    List<Instant> kept = caughtUp(job.extensions().misfire().orElse(Misfire.ONCE), due, now);
    List<Instant> passed = due.subList(0, due.size() - kept.size());
    mark = missed(job, mark, passed, "later ones were due as well");
    for (Instant fire : kept) {
      Optional<String> problem = begin(job, schedule, fire, now);
      mark = problem.isPresent() ? mark.missed(miss(List.of(fire), problem.get())) : mark;
    }
    out.fact(new Fact.ScheduleMarked(job.id(), mark.handled(until)));
    return at;
  }

  /** The last ones of those that are due. */
  private static List<Instant> caughtUp(Misfire misfire, List<Instant> due, Instant now) {
    int count =
        switch (misfire) {
          case SKIP -> due.isEmpty() || due.getLast().plusSeconds(60).isBefore(now) ? 0 : 1;
          case ONCE -> 1;
          case ALL -> MAX_CAUGHT_UP;
        };
    return due.subList(Math.max(0, due.size() - count), due.size());
  }

  /**
   * Those that have their run are not missed: a process may have died when that was stored, and not
   * yet how far it had followed the schedule.
   */
  private ScheduleMark missed(Job job, ScheduleMark mark, List<Instant> fires, String reason) {
    if (fires.isEmpty()) {
      return mark;
    }
    Set<Instant> begun = begun(job.id());
    ScheduleMark marked = mark;
    List<Instant> misses = new ArrayList<>();
    for (Instant fire : fires) {
      if (!begun.contains(fire)) {
        misses.add(fire);
      } else if (!misses.isEmpty()) {
        marked = marked.missed(miss(misses, reason));
        misses.clear();
      }
    }
    return misses.isEmpty() ? marked : marked.missed(miss(misses, reason));
  }

  private static ScheduleMark.Miss miss(List<Instant> fires, String reason) {
    return new ScheduleMark.Miss(fires.getFirst(), fires.getLast(), fires.size(), reason);
  }

  /** The times that have their run. */
  private Set<Instant> begun(JobId job) {
    Set<Instant> begun = new HashSet<>();
    state.runs(job).forEach(run -> run.scheduledFor().ifPresent(begun::add));
    state.history(job).ifPresent(history -> begun.addAll(history.scheduledFor()));
    return begun;
  }

  /** Begins a run, unless it is there already; or says why not. */
  private Optional<String> begin(Job job, Schedule schedule, Instant at, Instant now) {
    String id = RunIds.scheduled(job.id(), schedule.id(), at);
    if (state.run(job.id(), id).isPresent() || state.finished(job.id(), id).isPresent()) {
      return Optional.empty();
    }
    if (state.isSuspended(job.id())) {
      return Optional.of("its job was suspended");
    }
    List<Run> others = state.runs(job.id());
    if (others.size() >= MAX_RUNS_OF_JOB) {
      return Optional.of("there are " + MAX_RUNS_OF_JOB + " runs of the job already");
    }
    boolean inTurn =
        switch (schedule.concurrency()) {
          case ALLOW, FORBID -> false;
          case REPLACE, QUEUE -> true;
        };
    if (schedule.concurrency() == Schedule.ConcurrencyPolicy.FORBID && !others.isEmpty()) {
      return Optional.of("run " + others.getFirst().id() + " has not ended: FORBID");
    }
    if (schedule.concurrency() == Schedule.ConcurrencyPolicy.REPLACE) {
      String reason = "run " + id + " replaces it: REPLACE";
      others.forEach(run -> book.stop(run, Failure.KILLED, reason, now));
    }
    return starter.begin(job, id, Parameters.NONE, Optional.of(at), inTurn, now);
  }
}

package io.proffer.simulator;

import io.proffer.batch.kernel.Fact;
import io.proffer.batch.kernel.FinishedRun;
import io.proffer.batch.kernel.Run;
import io.proffer.batch.kernel.ScheduleMark;
import io.proffer.batch.model.Job;
import io.proffer.batch.model.JobId;
import io.proffer.batch.model.Schedule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whatever was due has exactly one run, or a miss with its reason, and not both: reckoned from the
 * schedules themselves, whenever one has been followed a little further.
 */
final class FireChecks {

  private final Map<JobId, Map<Instant, String>> begun = new HashMap<>();

  /** What was not stored has not begun. */
  void begins(BatchModel stored) {
    begun.clear();
    stored.runs().forEach(this::begun);
    for (FinishedRun run : stored.ended()) {
      run.scheduledFor().ifPresent(at -> begun(run.job(), at, run.id()));
    }
  }

  void begun(Run run) {
    run.scheduledFor().ifPresent(at -> begun(run.job(), at, run.id()));
  }

  private void begun(JobId job, Instant at, String run) {
    String other = begun.computeIfAbsent(job, j -> new HashMap<>()).put(at, run);
    Checks.require(
        Invariant.WHAT_IS_DUE_IS_RUN_ONCE,
        other == null || other.equals(run),
        () -> job + " was due at " + at + " and has the runs " + other + " and " + run);
  }

  void removed(JobId job) {
    begun.remove(job);
  }

  /** A job is set: what was due until now is settled, and its new schedule is followed. */
  void set(Job job, BatchModel model, Instant now) {
    Optional<Schedule> old = model.schedule(job.id());
    if (old.equals(job.schedule())) {
      return;
    }
    Optional<ScheduleMark> mark = model.mark(job.id());
    Optional<Instant> open =
        old.filter(Schedule::enabled)
            .flatMap(s -> s.timetable().next(mark.orElseThrow().handledUntil()))
            .filter(at -> !at.isAfter(now));
    Checks.require(
        Invariant.WHAT_IS_DUE_IS_RUN_ONCE,
        open.isEmpty(),
        () -> job.id() + " was due at " + open + " and its schedule is changed before it is run");
    Checks.require(
        Invariant.WHAT_IS_DUE_IS_RUN_ONCE,
        job.schedule().isEmpty() || mark.isPresent(),
        () -> job.id() + " has a schedule that nobody follows");
  }

  /** A schedule was followed further. */
  void marked(Fact.ScheduleMarked marked, BatchModel model, Instant now) {
    JobId job = marked.job();
    Optional<ScheduleMark> before = model.mark(job);
    Optional<Schedule> followed = model.schedule(job).filter(Schedule::enabled);
    if (before.isEmpty() || followed.isEmpty()) {
      return; // It is followed from here.
    }
    Schedule schedule = followed.get();
    List<ScheduleMark.Miss> misses = new ArrayList<>(marked.mark().misses());
    misses.removeAll(before.get().misses());
    var unused =
        followed(job, schedule, before.get().handledUntil(), marked.mark().handledUntil(), misses);
    misses.forEach(miss -> isTrue(job, schedule, miss, model, now));
  }

  /**
   * A schedule is said to have been followed from after one moment until another.
   *
   * @return how often it was due
   */
  int followed(
      JobId job, Schedule schedule, Instant from, Instant until, List<ScheduleMark.Miss> misses) {
    int count = 0;
    Optional<Instant> at = schedule.timetable().next(from);
    while (at.filter(a -> !a.isAfter(until)).isPresent()) {
      settled(job, at.get(), misses);
      count++;
      at = schedule.timetable().next(at.get());
    }
    return count;
  }

  private void settled(JobId job, Instant at, List<ScheduleMark.Miss> misses) {
    boolean run = begun.getOrDefault(job, Map.of()).containsKey(at);
    boolean missed =
        misses.stream().anyMatch(m -> !at.isBefore(m.first()) && !at.isAfter(m.last()));
    Checks.require(
        Invariant.WHAT_IS_DUE_IS_RUN_ONCE,
        run || missed,
        () -> job + " was due at " + at + ", and has neither a run nor a miss");
    Checks.require(
        Invariant.WHAT_IS_DUE_IS_RUN_ONCE,
        !(run && missed),
        () -> job + " was due at " + at + ", and has a run and a miss: " + misses);
  }

  /** The reason that is given for a miss holds. */
  private static void isTrue(
      JobId job, Schedule schedule, ScheduleMark.Miss miss, BatchModel model, Instant now) {
    boolean late = miss.last().plus(schedule.startingDeadline()).isBefore(now);
    boolean others = model.runs().stream().anyMatch(run -> run.job().equals(job));
    boolean holds =
        miss.reason().startsWith("it could not be begun within")
            ? late
            : !late && (!miss.reason().endsWith("FORBID") || others);
    Checks.require(
        Invariant.WHAT_IS_DUE_IS_RUN_ONCE, holds, () -> job + " has a miss that is none: " + miss);
  }
}

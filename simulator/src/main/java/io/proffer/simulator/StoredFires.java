package io.proffer.simulator;

import io.proffer.batch.kernel.Fact;
import io.proffer.batch.kernel.ScheduleMark;
import io.proffer.batch.model.Job;
import io.proffer.batch.model.JobId;
import io.proffer.batch.model.Schedule;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The simulation's check of schedules for a batch framework that is real: of what its processes
 * have stored, whatever was due has exactly one run, or a miss.
 */
public final class StoredFires {

  private final BatchModel model = new BatchModel();
  private final FireChecks fires = new FireChecks();

  /**
   * @param stored what a process would begin with
   * @throws RuntimeException when something has two runs that was due once
   */
  public StoredFires(List<Fact> stored) {
    stored.forEach(model::apply);
    fires.begins(model);
  }

  /**
   * Checks one job, which must have a schedule, and must not have had another one.
   *
   * @param since when it was made
   * @return how often it was due until its schedule was followed last
   * @throws RuntimeException when it was due once and has neither a run nor a miss, or both
   */
  public int check(JobId id, Instant since) {
    Job job = model.job(id).orElseThrow(() -> new IllegalStateException("there is no " + id));
    Schedule schedule = job.schedule().orElseThrow();
    ScheduleMark mark = model.mark(id).orElseThrow();
    return fires.followed(id, schedule, since, mark.handledUntil(), mark.misses());
  }

  /** Whether a job is not due any more, as far as its schedule was followed. */
  public boolean isOver(JobId id) {
    Optional<Instant> next =
        model
            .schedule(id)
            .flatMap(s -> s.timetable().next(model.mark(id).orElseThrow().handledUntil()));
    return next.isEmpty() && model.runs().stream().noneMatch(run -> run.job().equals(id));
  }
}

package io.proffer.simulator;

import io.proffer.batch.kernel.BatchKernel;
import io.proffer.batch.kernel.JobView;
import io.proffer.batch.kernel.RefusedException;
import io.proffer.batch.kernel.Run;
import io.proffer.batch.kernel.RunView;
import io.proffer.batch.kernel.Workflow;
import io.proffer.batch.kernel.WorkflowId;
import io.proffer.batch.model.Job;
import io.proffer.batch.model.JobId;
import io.proffer.batch.model.Parameters;
import io.proffer.batch.model.Pool;
import io.proffer.batch.model.Preemption;
import io.proffer.batch.model.Schedule;
import io.proffer.sdk.testkit.engine.Draws;
import io.proffer.simulator.BatchModel.RunKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What people want of a batch framework: any thing at any time, some of it refused. */
final class BatchWishes {

  /** What can be wished. */
  enum Kind {
    CREATE_ALL,
    UPDATE,
    REMOVE,
    REMOVE_WORKFLOW,
    START,
    START_WITH_TOKEN,
    STOP,
    SET_SCHEDULE,
    REMOVE_SCHEDULE,
    RESTART_WORKFLOW,
    SUCCEED_IN_WORKFLOW,
    STOP_WORKFLOW,
    SET_POOL,
    REMOVE_POOL,
    ASK_WHY
  }

  /** What becomes of wishes. */
  enum End {
    DONE,
    REFUSED
  }

  private static final List<JobId> GANGS = List.of(new JobId("gang"), new JobId("rival"));
  private static final JobId FLOWS = new JobId("flow.first");
  private static final List<Kind> OFTEN =
      List.of(Kind.CREATE_ALL, Kind.START, Kind.START, Kind.REMOVE);

  private final Draws draws;
  private final Coverage coverage;
  private final BatchJobs jobs;
  private final Draws moods;

  BatchWishes(Draws draws, Coverage coverage) {
    this.draws = draws;
    this.coverage = coverage;
    this.jobs = new BatchJobs(draws.fork("jobs"));
    this.moods = draws.fork("moods");
  }

  /** Wishes something; says what has begun, where that is known. */
  Optional<BatchChecks.Granted> wish(BatchKernel kernel, Instant now) {
    Kind kind = draws.oneOf(draws.chance(0.5) ? OFTEN : List.of(Kind.values()));
    coverage.choice(kind);
    try {
      Optional<BatchChecks.Granted> granted = wish(kind, kernel, now);
      coverage.choice(End.DONE);
      return granted;
    } catch (RefusedException no) {
      coverage.choice(End.REFUSED);
      return Optional.empty();
    }
  }

  private Optional<BatchChecks.Granted> wish(Kind kind, BatchKernel kernel, Instant now)
      throws RefusedException {
    JobId job = draws.oneOf(BatchJobs.ALL);
    switch (kind) {
      case CREATE_ALL -> createAll(kernel, now);
      case UPDATE -> {
        var unused = kernel.update(jobs.job(job), draws.chance(0.5), now);
      }
      case REMOVE -> {
        List<Run> runs = kernel.runs();
        JobId victim = runs.isEmpty() ? job : draws.oneOf(runs).job();
        var unused = kernel.remove(victim, draws.chance(0.7), now);
      }
      case REMOVE_WORKFLOW -> {
        for (String name : List.of("last", "left", "right", "first")) {
          var unused = kernel.remove(new JobId("flow." + name), true, now);
        }
      }
      case START -> {
        JobId which = draws.chance(0.2) ? draws.oneOf(GANGS) : job;
        return Optional.of(start(kernel, which, Optional.empty(), now));
      }
      case START_WITH_TOKEN -> {
        return Optional.of(start(kernel, job, Optional.of("t" + draws.below(3)), now));
      }
      case STOP -> stop(kernel, now);
      case SET_SCHEDULE -> setSchedule(kernel, job, now);
      case REMOVE_SCHEDULE -> {
        var unused = kernel.setSchedule(job, "every", Optional.empty(), now);
      }
      case RESTART_WORKFLOW -> {
        var unused = kernel.restart(flow(kernel), now);
      }
      case SUCCEED_IN_WORKFLOW -> {
        WorkflowId flow = flow(kernel);
        List<JobId> nodes = List.copyOf(kernel.workflow(flow).nodes().keySet());
        var unused = kernel.succeed(flow, draws.oneOf(nodes), now);
      }
      case STOP_WORKFLOW -> {
        var unused = kernel.stop(flow(kernel), now);
      }
      case SET_POOL -> {
        var unused = kernel.setPool(pool(), now);
      }
      case REMOVE_POOL -> {
        var unused = kernel.removePool("p" + draws.below(2), now);
      }
      case ASK_WHY -> kernel.runs().forEach(run -> require(!kernel.why(run, now).isEmpty(), run));
    }
    return Optional.empty();
  }

  private static void require(boolean said, Run run) {
    Checks.require(
        Invariant.KERNELS_DO_NOT_THROW, said, () -> "nobody knows why " + run + " waits");
  }

  private void createAll(BatchKernel kernel, Instant now) throws RefusedException {
    List<JobId> known = kernel.views(false).stream().map(view -> view.job().id()).toList();
    for (JobId id : BatchJobs.ALL) {
      if (!known.contains(id)) {
        var unused = kernel.create(jobs.job(id), now);
      }
    }
    if (moods.chance(0.3)) {
      crowd(kernel, now);
    }
  }

  /** One user wants all there is, and others may have room made for them. */
  private void crowd(BatchKernel kernel, Instant now) throws RefusedException {
    Job job = BatchJobs.crowd();
    var unusedPool = kernel.setPool(Pool.unlimited("p0").with(preemption()), now);
    var unusedJob = kernel.put(job, now);
    if (kernel.view(job.id(), false).active().isEmpty()) {
      var unused = kernel.start(job.id(), Parameters.NONE, now);
    }
  }

  private static BatchChecks.Granted start(
      BatchKernel kernel, JobId job, Optional<String> token, Instant now) throws RefusedException {
    Parameters parameters =
        new Parameters(Map.of("WHY", "wished"), Optional.empty(), List.of(), Map.of(), token);
    String run =
        switch (kernel.start(job, parameters, now)) {
          case RunView.Active active -> active.run().id();
          case RunView.Finished finished -> finished.run().id();
        };
    return new BatchChecks.Granted(new RunKey(job, run), token);
  }

  private void stop(BatchKernel kernel, Instant now) throws RefusedException {
    List<Run> runs = kernel.runs();
    if (!runs.isEmpty()) {
      Run run = draws.oneOf(runs);
      var unused = kernel.stop(run.job(), run.id(), now);
    }
  }

  private void setSchedule(BatchKernel kernel, JobId job, Instant now) throws RefusedException {
    Schedule schedule = jobs.schedule(job, "every");
    if (kernel.view(job, false).job().schedule().isEmpty()) {
      var unused = kernel.addSchedule(job, schedule, now);
    } else {
      var unused = kernel.setSchedule(job, "every", Optional.of(schedule), now);
    }
  }

  /** A workflow that there is, or one that there is not. */
  private WorkflowId flow(BatchKernel kernel) throws RefusedException {
    List<Workflow> flows = kernel.workflows(FLOWS);
    return flows.isEmpty() ? new WorkflowId(FLOWS, "none") : draws.oneOf(flows).id();
  }

  private Pool pool() {
    Pool pool =
        new Pool(
            "p" + draws.below(2),
            draws.between(1, 3),
            Map.of("u0", 2.0),
            quota(draws.chance(0.5), draws.chance(0.3)),
            quota(false, draws.chance(0.2)),
            Duration.ofMinutes(draws.between(5, 60)));
    return moods.chance(0.7) ? pool.with(preemption()) : pool;
  }

  private Preemption preemption() {
    return new Preemption(
        moods.below(3) / 4.0,
        Duration.ofSeconds(moods.between(0, 20)),
        Duration.ofSeconds(moods.between(0, 20)),
        moods.between(1, 10),
        moods.between(1, 4));
  }

  private Pool.Quota quota(boolean runs, boolean rate) {
    return new Pool.Quota(
        runs ? Optional.of(draws.between(1, 8)) : Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        rate ? Optional.of(draws.between(1, 30)) : Optional.empty());
  }

  /** No job is due any more. */
  static boolean switchOff(BatchKernel kernel, Instant now) throws RefusedException {
    for (JobView view : kernel.views(false)) {
      Optional<Schedule> schedule = view.job().schedule().filter(Schedule::enabled);
      if (schedule.isPresent()) {
        Job job = view.job();
        Schedule on = schedule.get();
        Schedule off =
            new Schedule(on.id(), on.timetable(), on.startingDeadline(), on.concurrency(), false);
        var unused = kernel.setSchedule(job.id(), on.id(), Optional.of(off), now);
      }
    }
    return true;
  }
}

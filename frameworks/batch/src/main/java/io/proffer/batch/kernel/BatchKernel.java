package io.proffer.batch.kernel;

import io.proffer.batch.model.Job;
import io.proffer.batch.model.JobId;
import io.proffer.batch.model.Parameters;
import io.proffer.batch.model.Pool;
import io.proffer.batch.model.Queueing;
import io.proffer.batch.model.Schedule;
import io.proffer.sdk.InverseOfferView;
import io.proffer.sdk.Offers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.apache.mesos.v1.Protos.TaskStatus;

/**
 * Decides everything. Each input has its method; what follows from inputs is taken with {@link
 * #take} and must be carried out in order: facts stored, then actions, then notices. Not
 * thread-safe; the same inputs and seed give the same decisions.
 */
public final class BatchKernel {

  private static final int MAX_JOBS = 20_000;
  private static final int MAX_POOLS = 200;
  private static final int MAX_RUNS = 100_000;
  private static final Duration REVIVE_INTERVAL = Duration.ofSeconds(5);

  private final BatchState state = new BatchState();
  private final Outbox out = new Outbox(state);
  private final SplittableRandom random;
  private final Listeners listeners;
  private final Standing standing = new Standing(state, out);
  private final RunBook book = new RunBook(state, out);
  private final Launcher launcher = new Launcher(state, out, book, standing);
  private final Workflows workflows = new Workflows(state, out, book);
  private final Starter starter = new Starter(book, workflows);
  private final FireClock clock = new FireClock(state, out, book, starter);
  private final Maintenance maintenance = new Maintenance(state, out);
  private Instant lastRevive = Instant.EPOCH;
  private boolean revivePending;

  /**
   * @param seed of the ids of runs
   */
  public BatchKernel(long seed) {
    random = new SplittableRandom(seed);
    listeners = new Listeners(state, out, random);
  }

  /** Takes in what a former process has stored; then {@link #resume} goes on from there. */
  public void restore(Iterable<Fact> facts) {
    facts.forEach(state::apply);
  }

  /** Goes on with everything that was restored. */
  public void resume(Instant now) {
    for (Run run : state.runs()) {
      if (run.stopped().isPresent()) {
        state
            .tasks(run)
            .forEach(a -> out.action(new Action.Kill(a.taskId(), "its run is stopped")));
      } else {
        state.tasks(run).forEach(this::endAgain);
      }
    }
    book.resume();
    for (Run run : state.runs()) {
      if (run.isGang()) {
        book.gangs().resume(run, now);
      }
    }
    workflows.resume(now);
    state.jobs().forEach(job -> clock.plan(job.id()));
    tick(now);
  }

  /** Of a former process it is not known whether it has asked the task to end. */
  private void endAgain(Attempt task) {
    task.preempted().ifPresent(why -> out.action(new Action.Kill(task.taskId(), why.words())));
  }

  /** What follows from the inputs since the last time. */
  public Decision take() {
    return out.take();
  }

  /** Makes a job. */
  public JobView create(Job job, Instant now) throws RefusedException {
    if (state.job(job.id()).isPresent()) {
      throw conflict("Job with this id already exists");
    }
    if (state.jobs().size() >= MAX_JOBS) {
      throw new RefusedException(
          RefusedException.Kind.TOO_MANY, "there are " + MAX_JOBS + " jobs already");
    }
    Soundness.require(job, state);
    clock.changing(job, now);
    out.fact(new Fact.JobSet(job));
    clock.plan(job.id());
    out.notice(new Notice.JobCreated(job.id()));
    return view(job.id(), false);
  }

  /** Changes a job; runs that have begun stay as they are. */
  public JobView update(Job changed, boolean schedulesToo, Instant now) throws RefusedException {
    Job old = job(changed.id());
    Job job = schedulesToo ? changed : changed.withSchedule(old.schedule());
    Soundness.require(job, state);
    if (!job.schedule().equals(old.schedule())) {
      clock.changing(job, now);
    }
    out.fact(new Fact.JobSet(job));
    clock.plan(job.id());
    if (old.extensions().care().suspended() && !job.extensions().care().suspended()) {
      book.resumed(job.id(), now);
      revive(now);
    }
    out.notice(new Notice.JobUpdated(job.id()));
    return view(job.id(), false);
  }

  /** Makes a job, or changes it with its schedule. */
  public JobView put(Job job, Instant now) throws RefusedException {
    return state.job(job.id()).isPresent() ? update(job, true, now) : create(job, now);
  }

  /** Removes a job with its history. */
  public JobView remove(JobId id, boolean stopRuns, Instant now) throws RefusedException {
    JobView view = view(id, false);
    if (!view.active().isEmpty() && !stopRuns) {
      throw conflict("There are active job runs. Override with stopCurrentJobRuns=true");
    }
    List<JobId> dependants = state.graph().dependants(id);
    if (!dependants.isEmpty()) {
      throw conflict("Jobs come after it: " + Soundness.join(", ", dependants));
    }
    view.active().forEach(run -> book.stop(run, Failure.KILLED, "its job is removed", now));
    workflows.forget(id, now);
    out.fact(new Fact.JobRemoved(id));
    clock.plan(id);
    out.notice(new Notice.JobDeleted(id));
    return view;
  }

  /** Gives a job a schedule where it has none. */
  public JobView addSchedule(JobId id, Schedule schedule, Instant now) throws RefusedException {
    Job job = job(id);
    if (job.schedule().filter(s -> s.id().equals(schedule.id())).isPresent()) {
      throw conflict("A schedule with id " + schedule.id() + " already exists");
    }
    if (job.schedule().isPresent()) {
      throw conflict("A job has at most one schedule");
    }
    return update(job.withSchedule(Optional.of(schedule)), true, now);
  }

  /** Changes a job's schedule; without one, removes it. */
  public JobView setSchedule(JobId id, String scheduleId, Optional<Schedule> changed, Instant now)
      throws RefusedException {
    return update(scheduled(id, scheduleId).job().withSchedule(changed), true, now);
  }

  /** Begins a run now; with a token that was seen before, finds the run that was begun then. */
  public RunView start(JobId id, Parameters parameters, Instant now) throws RefusedException {
    Job job = job(id);
    Optional<RunView> known = parameters.token().flatMap(token -> withToken(id, token));
    if (known.isPresent()) {
      return known.get();
    }
    if (state.runCount() >= MAX_RUNS) {
      throw new RefusedException(
          RefusedException.Kind.TOO_MANY, MAX_RUNS + " runs have not ended yet");
    }
    String runId = RunIds.random(now, random);
    while (state.run(id, runId).isPresent() || state.finished(id, runId).isPresent()) {
      runId = RunIds.random(now, random);
    }
    if (job.extensions().gang().isPresent()) {
      standing.requireThatItMayFit(Run.begin(job, runId, parameters, Optional.empty(), false, now));
    }
    Optional<String> problem = starter.begin(job, runId, parameters, Optional.empty(), false, now);
    if (problem.isPresent()) {
      throw new RefusedException(RefusedException.Kind.TOO_MANY, problem.get());
    }
    revive(now);
    return find(id, runId);
  }

  private Optional<RunView> withToken(JobId id, String token) {
    return state.runs(id).stream()
        .filter(run -> run.token().equals(Optional.of(token)))
        .<RunView>map(RunView.Active::new)
        .findFirst()
        .or(
            () ->
                state
                    .history(id)
                    .flatMap(history -> history.findByToken(token))
                    .map(RunView.Finished::new));
  }

  /** Stops a run; without effect on one that has ended. */
  public RunView stop(JobId id, String runId, Instant now) throws RefusedException {
    if (find(id, runId) instanceof RunView.Active active) {
      book.stop(active.run(), Failure.KILLED, "it was stopped", now);
      workflows.settle(now);
    }
    return find(id, runId);
  }

  /** Puts runs on offers, on which they are launched when the facts are stored. */
  public void offered(Offers offers, Instant now) {
    launcher.offered(offers, now);
  }

  /** Answers whether the framework can do without agents that are going to be worked on. */
  public void inverseOffered(List<InverseOfferView> offers, Instant now) {
    maintenance.asked(offers, now);
  }

  /** All offers are void: the subscription they came with is lost. */
  public void disconnected() {
    launcher.disconnected();
  }

  /** The agents on which something may be reserved. */
  public ReservedAgents reservedAgents() {
    return launcher.reservedAgents();
  }

  /** Takes in what is told of a task. */
  public void updated(TaskStatus status, Instant now) {
    Optional<TaskName> name = TaskName.parse(status.getTaskId().getValue());
    Optional<Run> run = name.flatMap(n -> state.run(n.job(), n.run()));
    if (run.isPresent()) {
      int before = state.runCount();
      boolean throttled = launcher.isThrottled(run.get(), now);
      book.told(run.get(), name.orElseThrow(), status, now);
      boolean ended = state.run(run.get().job(), run.get().id()).isEmpty();
      workflows.settle(now);
      boolean next = !ended && throttled && !launcher.isThrottled(run.get(), now);
      if (ended || next || state.runCount() < before || launcher.makesRoom()) {
        revive(now);
      }
    } else {
      book.endStray(status, "no run is known by it");
    }
  }

  /** Takes in what a run has left for the jobs after it, as {@link Action.Collect} asks. */
  public void collected(JobId id, String runId, Output output, Instant now) {
    state.run(id, runId).ifPresent(run -> book.collected(run, output, now));
    workflows.settle(now);
    revive(now);
  }

  /** How long from now on nothing is due: then {@link #tick} is to be called. */
  public Duration untilTick(Instant now) {
    return clock.untilTick(now);
  }

  /** Does what is due. To be called whenever {@link #untilTick} is over. */
  public void tick(Instant now) {
    int before = state.runCount();
    standing.tick(now);
    book.tick(now);
    boolean loosened = launcher.tick(now);
    workflows.settle(now);
    clock.tick(now);
    if (state.runCount() > before || loosened || revivePending) {
      revive(now);
    }
  }

  private void revive(Instant now) {
    revivePending = lastRevive.plus(REVIVE_INTERVAL).isAfter(now);
    if (!revivePending && launcher.wantsOffers(now)) {
      lastRevive = now;
      out.action(new Action.Revive());
    }
  }

  /** Whether offers are of use now. */
  public boolean wantsOffers(Instant now) {
    return launcher.wantsOffers(now);
  }

  /** The attempts that may run, to be asked about. */
  public List<Attempt> attempts() {
    return state.runs().stream().flatMap(run -> state.tasks(run).stream()).toList();
  }

  /** All jobs. */
  public List<JobView> views(boolean history) {
    List<JobView> views = new ArrayList<>();
    state.jobs().forEach(job -> views.add(view(job, history)));
    return views;
  }

  /** A job. */
  public JobView view(JobId id, boolean history) throws RefusedException {
    return view(job(id), history);
  }

  /** A job that has a schedule of this id. */
  public JobView scheduled(JobId id, String scheduleId) throws RefusedException {
    JobView view = view(id, false);
    if (view.job().schedule().filter(s -> s.id().equals(scheduleId)).isEmpty()) {
      throw new RefusedException(RefusedException.Kind.NO_SCHEDULE, "Schedule not found");
    }
    return view;
  }

  private JobView view(Job job, boolean history) {
    return new JobView(
        job,
        state.runs(job.id()),
        state
            .history(job.id())
            .map(h -> h.summary(history))
            .orElseGet(() -> new History().summary(false)),
        clock.nextRun(job.id()),
        state.mark(job.id()).map(ScheduleMark::misses).orElse(List.of()));
  }

  /** A run, also when it has ended. */
  public RunView find(JobId id, String runId) throws RefusedException {
    return state
        .run(id, runId)
        .<RunView>map(RunView.Active::new)
        .or(() -> state.finished(id, runId).map(RunView.Finished::new))
        .orElseThrow(() -> new RefusedException(RefusedException.Kind.NO_RUN, "Job Run not found"));
  }

  /** The workflows that began with a job, the latest first. */
  public List<Workflow> workflows(JobId root) throws RefusedException {
    return state.workflows(job(root).id()).reversed();
  }

  /** A workflow. */
  public Workflow workflow(WorkflowId id) throws RefusedException {
    return state
        .workflow(id)
        .orElseThrow(
            () -> new RefusedException(RefusedException.Kind.NO_WORKFLOW, "Workflow not found"));
  }

  /** Goes on with a workflow from what failed in it. */
  public Workflow restart(WorkflowId id, Instant now) throws RefusedException {
    Workflow workflow = workflow(id);
    if (workflow.finishedAt().isEmpty()) {
      throw conflict("The workflow has not ended");
    }
    workflows.restart(workflow, now);
    revive(now);
    return workflow(id);
  }

  /** Takes a job that failed in a workflow for one that ended well. */
  public Workflow succeed(WorkflowId id, JobId job, Instant now) throws RefusedException {
    Workflow workflow = workflow(id);
    Workflow.Node node =
        workflow
            .node(job)
            .filter(n -> n.status() == Workflow.Status.FAILED)
            .orElseThrow(() -> conflict("Job " + job + " has not failed in this workflow"));
    workflows.succeed(workflow, node, now);
    revive(now);
    return workflow(id);
  }

  /**
   * Takes the latest failure of a job for an end that was good.
   *
   * @return whether there is a workflow in which it has failed
   */
  public boolean succeed(JobId id, Instant now) throws RefusedException {
    boolean succeeded = workflows.succeed(job(id).id(), now);
    revive(now);
    return succeeded;
  }

  /** Stops all that runs of a workflow; without effect on one that has ended. */
  public Workflow stop(WorkflowId id, Instant now) throws RefusedException {
    if (workflow(id).finishedAt().isEmpty()) {
      workflows.stop(workflow(id), now);
    }
    return workflow(id);
  }

  /** The pools of which anything was said, or that are used. */
  public List<PoolView> pools() {
    SortedSet<String> names = new TreeSet<>();
    state.pools().forEach(pool -> names.add(pool.name()));
    state.usages().forEach(usage -> names.add(usage.pool()));
    names.add(Queueing.DEFAULT_POOL);
    return names.stream().map(this::pool).toList();
  }

  /** A pool; one of which nothing was said has no limits. */
  public PoolView pool(String name) {
    return new PoolView(state.pool(name), state.usage(name));
  }

  /** Says how users share a pool. */
  public PoolView setPool(Pool pool, Instant now) throws RefusedException {
    if (state.pools().size() >= MAX_POOLS && state.pools().stream().noneMatch(pool::sameName)) {
      throw new RefusedException(
          RefusedException.Kind.TOO_MANY, "there are " + MAX_POOLS + " pools already");
    }
    out.fact(new Fact.PoolSet(pool));
    revive(now);
    return pool(pool.name());
  }

  /** Forgets what was said of a pool. */
  public PoolView removePool(String name, Instant now) {
    out.fact(new Fact.PoolRemoved(name));
    revive(now);
    return pool(name);
  }

  /** Those outside who are called when something happens. */
  public Listeners listeners() {
    return listeners;
  }

  /** How an array fares that has not ended; empty for a run that is none. */
  public Optional<ArrayView> array(Run run) {
    return run.isArray() && state.run(run.job(), run.id()).isPresent()
        ? Optional.of(state.indexes(run).view())
        : Optional.empty();
  }

  /** Where an index of an array ran last; empty where that is not known. */
  public Optional<IndexPlace> place(JobId id, String runId, int index) throws RefusedException {
    return switch (find(id, runId)) {
      case RunView.Active active ->
          active.run().isArray() ? state.indexes(active.run()).place(index) : Optional.empty();
      case RunView.Finished finished ->
          finished.run().places().stream().filter(place -> place.index() == index).findFirst();
    };
  }

  /** Second tasks of indexes that take long, since this process began. */
  public ArrayView.Copied copies() {
    return book.arrays().copies().counted();
  }

  /** All runs that have not ended. */
  public List<Run> runs() {
    return state.runs();
  }

  /** Why a run does not go on, for people; empty for one that runs. */
  public List<String> why(Run run, Instant now) {
    return Explanation.of(run, state, launcher, now);
  }

  private Job job(JobId id) throws RefusedException {
    return state
        .job(id)
        .orElseThrow(() -> new RefusedException(RefusedException.Kind.NO_JOB, "Job not found"));
  }

  private static RefusedException conflict(String message) {
    return new RefusedException(RefusedException.Kind.CONFLICT, message);
  }
}

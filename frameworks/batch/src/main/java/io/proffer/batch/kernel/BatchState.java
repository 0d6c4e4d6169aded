package io.proffer.batch.kernel;

import io.proffer.batch.model.Job;
import io.proffer.batch.model.JobId;
import io.proffer.batch.model.Pool;
import io.proffer.frameworks.common.webhook.Webhook;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;

/** Everything that is known; changed by facts only. Not thread-safe. */
final class BatchState {

  private final SortedMap<JobId, Job> jobs = new TreeMap<>();
  private final SequencedMap<RunKey, Run> runs = new LinkedHashMap<>();
  private final Map<JobId, SequencedMap<String, Run>> runsOfJobs = new HashMap<>();
  private final Map<RunKey, Indexes> arrays = new HashMap<>();
  private final Map<RunKey, Gang> gangs = new HashMap<>();
  private final SortedMap<String, Lease> leases = new TreeMap<>();
  private final SortedMap<String, Instant> reserved = new TreeMap<>();
  private final Map<JobId, History> histories = new HashMap<>();
  private final Map<JobId, ScheduleMark> marks = new HashMap<>();

  private final SortedMap<String, Pool> pools = new TreeMap<>();
  private final SortedMap<String, Usage> usages = new TreeMap<>();
  private final SortedMap<String, Launches> launches = new TreeMap<>();
  private final SortedMap<String, Webhook> webhooks = new TreeMap<>();
  private final JobGraph graph = new JobGraph();
  private final WorkflowBook workflows = new WorkflowBook();

  /** Those that could be launched as far as their tasks tell, in the order of all. */
  private final SortedMap<Long, Run> idle = new TreeMap<>();

  private final Map<RunKey, Long> numbers = new HashMap<>();
  private final AgentTasks<RunKey> agentTasks = new AgentTasks<>();
  private long begun;

  private record RunKey(JobId job, String id) {
    static RunKey of(Run run) {
      return new RunKey(run.job(), run.id());
    }
  }

  void apply(Fact fact) {
    switch (fact) {
      case Fact.JobSet set -> {
        jobs.put(set.job().id(), set.job());
        graph.set(set.job());
      }
      case Fact.JobRemoved removed -> {
        jobs.remove(removed.job());
        graph.remove(removed.job());
        histories.remove(removed.job());
        marks.remove(removed.job());
      }
      case Fact.RunSet set -> {
        Run run = set.run();
        set(run);
        runsOfJobs.computeIfAbsent(run.job(), j -> new LinkedHashMap<>()).put(run.id(), run);
        run.extensions()
            .array()
            .ifPresent(
                array ->
                    arrays.computeIfAbsent(
                        new RunKey(run.job(), run.id()), key -> new Indexes(array.size())));
      }
      case Fact.IndexSet set -> set(new RunKey(set.job(), set.run()), set.index(), set.now());
      case Fact.CopySet set -> {
        RunKey key = new RunKey(set.job(), set.run());
        Optional<Attempt> before = required(key).copy(set.index()).filter(Attempt::isActive);
        required(key).setCopy(set.index(), set.copy());
        agentTasks.changed(key, before, set.copy().filter(Attempt::isActive));
      }
      case Fact.PaceSet set -> required(new RunKey(set.job(), set.run())).setPace(set.pace());
      case Fact.IndexesRestored restored -> {
        RunKey key = new RunKey(restored.job(), restored.run());
        arrays.put(key, restored.indexes());
        restored.indexes().tasks().forEach(task -> agentTasks.add(task.agentId(), key, 1));
      }
      case Fact.RunFinished finished -> {
        FinishedRun run = finished.run();
        drop(run.job(), run.id());
        histories.computeIfAbsent(run.job(), j -> new History()).add(run, finished.number());
      }
      case Fact.RunDropped dropped -> drop(dropped.job(), dropped.run());
      case Fact.GangSet set ->
          gangs.put(new RunKey(set.gang().job(), set.gang().run()), set.gang());
      case Fact.LeaseSet set -> leases.put(set.lease().pool(), set.lease());
      case Fact.LeaseEnded ended -> leases.remove(ended.pool());
      case Fact.ReservedSet set -> reserved.put(set.agent(), set.at());
      case Fact.ReservedForgotten forgotten -> reserved.remove(forgotten.agent());
      case Fact.WorkflowSet set -> workflows.set(set.workflow());
      case Fact.WorkflowRemoved removed -> workflows.remove(removed.workflow());
      case Fact.PoolSet set -> pools.put(set.pool().name(), set.pool());
      case Fact.PoolRemoved removed -> pools.remove(removed.pool());
      case Fact.WebhookSet set -> webhooks.put(set.webhook().id(), set.webhook());
      case Fact.WebhookRemoved removed -> webhooks.remove(removed.id());
      case Fact.UsageMarked marked -> usages.put(marked.usage().pool(), marked.usage());
      case Fact.LaunchesMarked marked -> launches.put(marked.launches().pool(), marked.launches());
      case Fact.ScheduleMarked marked -> marks.put(marked.job(), marked.mark());
    }
  }

  private void set(Run run) {
    RunKey key = RunKey.of(run);
    Run before = runs.put(key, run);
    if (!run.isArray()) {
      agentTasks.changed(key, Optional.ofNullable(before).flatMap(Run::active), run.active());
    }
    long number = numbers.computeIfAbsent(key, k -> begun++);
    if (run.isArray() || run.active().isEmpty()) {
      idle.put(number, run);
    } else {
      idle.remove(number);
    }
  }

  private void set(RunKey key, int index, IndexState now) {
    Indexes indexes = required(key);
    Optional<Attempt> before = indexes.active(index).map(IndexState.Active::attempt);
    indexes.set(index, now);
    agentTasks.changed(key, before, indexes.active(index).map(IndexState.Active::attempt));
  }

  private void drop(JobId job, String run) {
    RunKey key = new RunKey(job, run);
    Run dropped = runs.remove(key);
    if (dropped != null) {
      tasks(dropped).forEach(task -> agentTasks.add(task.agentId(), key, -1));
      idle.remove(numbers.remove(key));
    }
    arrays.remove(key);
    gangs.remove(key);
    SequencedMap<String, Run> ofJob = runsOfJobs.get(job);
    if (ofJob != null && ofJob.remove(run) != null && ofJob.isEmpty()) {
      runsOfJobs.remove(job);
    }
  }

  Collection<Job> jobs() {
    return Collections.unmodifiableCollection(jobs.values());
  }

  Optional<Job> job(JobId id) {
    return Optional.ofNullable(jobs.get(id));
  }

  /** Whether nothing of a job is to be launched. */
  boolean isSuspended(JobId id) {
    Job job = jobs.get(id);
    return job != null && job.extensions().care().suspended();
  }

  /** All runs that have not ended, the earliest first. */
  List<Run> runs() {
    return List.copyOf(runs.values());
  }

  /** The runs that have no task, and the arrays; the earliest first. */
  Collection<Run> idle() {
    return Collections.unmodifiableCollection(idle.values());
  }

  int runCount() {
    return runs.size();
  }

  /** The runs of a job that have not ended, the earliest first. */
  List<Run> runs(JobId job) {
    SequencedMap<String, Run> ofJob = runsOfJobs.get(job);
    return ofJob == null ? List.of() : List.copyOf(ofJob.values());
  }

  Optional<Run> run(JobId job, String id) {
    return Optional.ofNullable(runs.get(new RunKey(job, id)));
  }

  /** The indexes of a run that is an array and has not ended. */
  Indexes indexes(Run run) {
    return required(new RunKey(run.job(), run.id()));
  }

  private Indexes required(RunKey run) {
    Indexes indexes = arrays.get(run);
    if (indexes == null) {
      throw new IllegalStateException(run + " is no array");
    }
    return indexes;
  }

  /** How a run that is a gang fares. */
  Gang gang(Run run) {
    Gang known = gangs.get(new RunKey(run.job(), run.id()));
    return known == null ? Gang.waiting(run) : known;
  }

  /** Who of a pool gathers room for a gang. */
  Optional<Lease> lease(String pool) {
    return Optional.ofNullable(leases.get(pool));
  }

  /** Who gathers room for gangs, in their order. */
  List<Lease> leases() {
    return leases.values().stream().sorted(Lease.ORDER).toList();
  }

  /** The agents of which something may be reserved for gangs, and since when. */
  SortedMap<String, Instant> reserved() {
    return Collections.unmodifiableSortedMap(reserved);
  }

  /** Whether a task may run on an agent. */
  boolean hasTasksOn(String agent) {
    return !agentTasks.isEmpty(agent);
  }

  /** The runs that have tasks on an agent. */
  List<Run> runsOn(String agent) {
    return agentTasks.on(agent).keySet().stream()
        .flatMap(key -> Optional.ofNullable(runs.get(key)).stream())
        .toList();
  }

  /** What tasks use of an agent. */
  Amount usedOn(String agent) {
    Amount used = Amount.NONE;
    for (Map.Entry<RunKey, Integer> entry : agentTasks.on(agent).entrySet()) {
      Run run = runs.get(entry.getKey());
      if (run != null) {
        used = used.plus(Amount.of(run.spec()).times(entry.getValue()));
      }
    }
    return used;
  }

  int taskCount(Run run) {
    return run.isArray() ? indexes(run).taskCount() : run.active().isPresent() ? 1 : 0;
  }

  /** Tasks of a run that may run. */
  List<Attempt> tasks(Run run) {
    return run.isArray() ? indexes(run).tasks() : run.active().stream().toList();
  }

  /** Whether a run is the earliest of its job. */
  boolean isFirst(Run run) {
    SequencedMap<String, Run> ofJob = runsOfJobs.get(run.job());
    return ofJob != null && ofJob.firstEntry().getKey().equals(run.id());
  }

  Optional<History> history(JobId job) {
    return Optional.ofNullable(histories.get(job));
  }

  Optional<FinishedRun> finished(JobId job, String id) {
    return history(job).flatMap(h -> h.find(id));
  }

  /** The pools of which anything was said. */
  Collection<Pool> pools() {
    return Collections.unmodifiableCollection(pools.values());
  }

  Pool pool(String name) {
    Pool known = pools.get(name);
    return known == null ? Pool.unlimited(name) : known;
  }

  Collection<Usage> usages() {
    return List.copyOf(usages.values());
  }

  Usage usage(String pool) {
    Usage known = usages.get(pool);
    return known == null ? new Usage(pool, Instant.EPOCH, Map.of()) : known;
  }

  /** What is left of a pool's launches. */
  Launches launches(String pool) {
    Launches known = launches.get(pool);
    return known == null ? Launches.none(pool) : known;
  }

  /** Those who are called when something happens. */
  List<Webhook> webhooks() {
    return List.copyOf(webhooks.values());
  }

  /** Which jobs come after which. */
  JobGraph graph() {
    return graph;
  }

  Optional<Workflow> workflow(WorkflowId id) {
    return workflows.find(id);
  }

  /** All workflows that are remembered, those that go on among them. */
  List<Workflow> workflows() {
    return workflows.all();
  }

  /** Those that began with a job, the earliest first. */
  List<Workflow> workflows(JobId root) {
    return workflows.of(root);
  }

  int activeWorkflows() {
    return workflows.active();
  }

  /** One of a root that has ended and is to be forgotten, as there are too many of them. */
  Optional<WorkflowId> forgottenWorkflow(JobId root) {
    return workflows.surplus(root);
  }

  Optional<ScheduleMark> mark(JobId job) {
    return Optional.ofNullable(marks.get(job));
  }
}

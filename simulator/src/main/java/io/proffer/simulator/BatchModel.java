package io.proffer.simulator;

import io.proffer.batch.kernel.Attempt;
import io.proffer.batch.kernel.Fact;
import io.proffer.batch.kernel.FinishedRun;
import io.proffer.batch.kernel.Gang;
import io.proffer.batch.kernel.IndexState;
import io.proffer.batch.kernel.Indexes;
import io.proffer.batch.kernel.Launches;
import io.proffer.batch.kernel.Lease;
import io.proffer.batch.kernel.Run;
import io.proffer.batch.kernel.ScheduleMark;
import io.proffer.batch.kernel.Usage;
import io.proffer.batch.kernel.Workflow;
import io.proffer.batch.kernel.WorkflowId;
import io.proffer.batch.model.Job;
import io.proffer.batch.model.JobId;
import io.proffer.batch.model.Pool;
import io.proffer.batch.model.Schedule;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;

/** What facts make, reckoned apart from the kernel. */
final class BatchModel {

  private final Map<JobId, Job> jobs = new TreeMap<>();
  private final SequencedMap<RunKey, Run> runs = new LinkedHashMap<>();
  private final Map<RunKey, Indexes> arrays = new LinkedHashMap<>();
  private final Map<RunKey, Gang> gangs = new LinkedHashMap<>();
  private final Map<String, Lease> leases = new TreeMap<>();
  private final Map<String, Instant> reserved = new TreeMap<>();
  private final Map<RunKey, FinishedRun> ended = new LinkedHashMap<>();
  private final Map<JobId, ScheduleMark> marks = new TreeMap<>();
  private final Map<WorkflowId, Workflow> workflows = new LinkedHashMap<>();
  private final Map<String, Pool> pools = new TreeMap<>();
  private final Map<String, Usage> usages = new TreeMap<>();
  private final Map<String, Launches> launches = new TreeMap<>();

  /** A run of a job. */
  record RunKey(JobId job, String run) {
    static RunKey of(Run run) {
      return new RunKey(run.job(), run.id());
    }
  }

  void apply(Fact fact) {
    switch (fact) {
      case Fact.JobSet f -> jobs.put(f.job().id(), f.job());
      case Fact.JobRemoved f -> {
        jobs.remove(f.job());
        marks.remove(f.job());
        ended.keySet().removeIf(key -> key.job().equals(f.job()));
      }
      case Fact.RunSet f -> {
        RunKey key = RunKey.of(f.run());
        runs.put(key, f.run());
        f.run()
            .extensions()
            .array()
            .ifPresent(spec -> arrays.computeIfAbsent(key, k -> new Indexes(spec.size())));
      }
      case Fact.IndexSet f -> indexes(new RunKey(f.job(), f.run())).set(f.index(), f.now());
      case Fact.CopySet f -> indexes(new RunKey(f.job(), f.run())).setCopy(f.index(), f.copy());
      case Fact.PaceSet f -> indexes(new RunKey(f.job(), f.run())).setPace(f.pace());
      case Fact.IndexesRestored f -> arrays.put(new RunKey(f.job(), f.run()), f.indexes().copy());
      case Fact.RunFinished f -> {
        RunKey key = new RunKey(f.run().job(), f.run().id());
        drop(key);
        ended.put(key, f.run());
      }
      case Fact.GangSet f -> gangs.put(new RunKey(f.gang().job(), f.gang().run()), f.gang());
      case Fact.LeaseSet f -> leases.put(f.lease().pool(), f.lease());
      case Fact.LeaseEnded f -> leases.remove(f.pool());
      case Fact.ReservedSet f -> reserved.put(f.agent(), f.at());
      case Fact.ReservedForgotten f -> reserved.remove(f.agent());
      case Fact.WebhookSet f -> {} // Nobody listens.
      case Fact.WebhookRemoved f -> {}
      case Fact.RunDropped f -> drop(new RunKey(f.job(), f.run()));
      case Fact.WorkflowSet f -> workflows.put(f.workflow().id(), f.workflow());
      case Fact.WorkflowRemoved f -> workflows.remove(f.workflow());
      case Fact.PoolSet f -> pools.put(f.pool().name(), f.pool());
      case Fact.PoolRemoved f -> pools.remove(f.pool());
      case Fact.UsageMarked f -> usages.put(f.usage().pool(), f.usage());
      case Fact.LaunchesMarked f -> launches.put(f.launches().pool(), f.launches());
      case Fact.ScheduleMarked f -> marks.put(f.job(), f.mark());
    }
  }

  private void drop(RunKey key) {
    runs.remove(key);
    arrays.remove(key);
    gangs.remove(key);
  }

  private Indexes indexes(RunKey key) {
    return Optional.ofNullable(arrays.get(key))
        .orElseThrow(() -> new IllegalStateException(key + " is no array"));
  }

  /** Those that have not ended, the earliest first. */
  Collection<Run> runs() {
    return runs.values();
  }

  Optional<Run> run(RunKey key) {
    return Optional.ofNullable(runs.get(key));
  }

  Optional<FinishedRun> ended(RunKey key) {
    return Optional.ofNullable(ended.get(key));
  }

  Collection<FinishedRun> ended() {
    return ended.values();
  }

  /** How an index of a run fares; empty before anything has become of it. */
  Optional<IndexState.Active> active(RunKey key, int index) {
    return Optional.ofNullable(arrays.get(key)).flatMap(indexes -> indexes.active(index));
  }

  /** The second task of an index, which may have ended. */
  Optional<Attempt> copy(RunKey key, int index) {
    return Optional.ofNullable(arrays.get(key)).flatMap(indexes -> indexes.copy(index));
  }

  /** How many second tasks of a run may run. */
  int copies(RunKey key) {
    return Optional.ofNullable(arrays.get(key)).map(Indexes::copies).orElse(0);
  }

  boolean isSucceeded(RunKey key, int index) {
    return Optional.ofNullable(arrays.get(key)).filter(i -> i.isSucceeded(index)).isPresent();
  }

  Optional<Job> job(JobId id) {
    return Optional.ofNullable(jobs.get(id));
  }

  Optional<Schedule> schedule(JobId id) {
    return job(id).flatMap(Job::schedule);
  }

  Optional<ScheduleMark> mark(JobId id) {
    return Optional.ofNullable(marks.get(id));
  }

  Collection<Workflow> workflows() {
    return workflows.values();
  }

  /** Whether a run is a gang of which no task is to run. */
  boolean isWaitingGang(RunKey key) {
    Gang gang = gangs.get(key);
    return gang == null || (gang.begunAt().isEmpty() && gang.breakup().isEmpty());
  }

  /** Who of a pool gathers room. */
  Optional<Lease> lease(String pool) {
    return Optional.ofNullable(leases.get(pool));
  }

  /** How many indexes of a run have ended well. */
  int succeeded(RunKey key) {
    return Optional.ofNullable(arrays.get(key)).map(Indexes::succeeded).orElse(0);
  }

  /** The agents of which something may be reserved. */
  Set<String> reserved() {
    return reserved.keySet();
  }

  /** Whether anything is going to be due. */
  boolean isScheduled() {
    return jobs.values().stream()
        .anyMatch(job -> job.schedule().filter(Schedule::enabled).isPresent());
  }

  /** What of two models differs; empty when they are the same. */
  Optional<String> difference(BatchModel other) {
    return differs("jobs", jobs, other.jobs)
        .or(() -> differs("runs", new TreeMap<>(byName(runs)), new TreeMap<>(byName(other.runs))))
        .or(() -> differs("arrays", views(arrays), views(other.arrays)))
        .or(() -> differs("gangs", byName(gangs), byName(other.gangs)))
        .or(() -> differs("leases", leases, other.leases))
        .or(() -> differs("reserved", reserved, other.reserved))
        .or(() -> differs("ended runs", byName(ended), byName(other.ended)))
        .or(() -> differs("marks", marks, other.marks))
        .or(() -> differs("workflows", byName(workflows), byName(other.workflows)))
        .or(() -> differs("pools", pools, other.pools))
        .or(() -> differs("usages", usages, other.usages))
        .or(() -> differs("launches", launches, other.launches));
  }

  private static <K, V> Map<String, V> byName(Map<K, V> map) {
    Map<String, V> named = new TreeMap<>();
    map.forEach((key, value) -> named.put(key.toString(), value));
    return named;
  }

  private static Map<String, List<Object>> views(Map<RunKey, Indexes> arrays) {
    Map<String, List<Object>> views = new TreeMap<>();
    arrays.forEach(
        (key, indexes) ->
            views.put(
                key.toString(),
                List.of(indexes.view(), indexes.tasks().stream().map(Attempt::taskId).toList())));
    return views;
  }

  private static Optional<String> differs(String what, Object mine, Object others) {
    return mine.equals(others)
        ? Optional.empty()
        : Optional.of(what + " are " + mine + " here and " + others + " there");
  }

  /** Only what differs is of interest. */
  private static Optional<String> differs(String what, Map<?, ?> mine, Map<?, ?> others) {
    Map<Object, Object> here = new LinkedHashMap<>(mine);
    Map<Object, Object> there = new LinkedHashMap<>(others);
    here.entrySet().removeAll(others.entrySet());
    there.entrySet().removeAll(mine.entrySet());
    return differs(what, (Object) here, there);
  }

  /** The tasks that may run, as it is believed. */
  List<Attempt> attempts(RunKey key) {
    Indexes indexes = arrays.get(key);
    return indexes == null ? run(key).flatMap(Run::active).stream().toList() : indexes.tasks();
  }
}

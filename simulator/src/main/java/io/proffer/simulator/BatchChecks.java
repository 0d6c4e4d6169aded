package io.proffer.simulator;

import io.proffer.agent.container.ContainerExit;
import io.proffer.agent.container.ContainerSpec;
import io.proffer.batch.kernel.Attempt;
import io.proffer.batch.kernel.Fact;
import io.proffer.batch.kernel.FinishedRun;
import io.proffer.batch.kernel.IndexState;
import io.proffer.batch.kernel.Run;
import io.proffer.batch.model.JobId;
import io.proffer.batch.model.Restart;
import io.proffer.sdk.internal.Delivery;
import io.proffer.sdk.internal.DriverDecision;
import io.proffer.sdk.internal.DriverEffect;
import io.proffer.sdk.internal.DriverInput;
import io.proffer.sdk.testkit.node.AgentNode;
import io.proffer.sdk.testkit.node.FrameworkNode;
import io.proffer.sdk.testkit.node.Witness;
import io.proffer.simulator.BatchModel.RunKey;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.scheduler.Protos.Call;

/**
 * Checks every single fact that the batch framework decides, every call that leaves it, and every
 * container that runs for it: what is due has its run, no run is lost, and none is run twice.
 */
final class BatchChecks implements Witness {

  private final FireChecks fires = new FireChecks();
  private final Set<String> storedLaunches = new LinkedHashSet<>();
  private final Map<RunKey, Restart.Policy> policies = new HashMap<>();
  private final Set<RunKey> gangs = new LinkedHashSet<>();

  /** The runs whose indexes may have second tasks. */
  private final Set<RunKey> copied = new LinkedHashSet<>();

  private final Set<RunKey> storedEnds = new LinkedHashSet<>();
  private final Map<RunKey, Granted> granted = new LinkedHashMap<>();

  /** The jobs that the present process has removed. */
  private final Set<JobId> removed = new LinkedHashSet<>();

  /** The containers there were, by their tasks; and those of each index of a run. */
  private final Set<String> started = new LinkedHashSet<>();

  private final Map<String, Set<String>> startedOf = new HashMap<>();
  private final Set<String> running = new LinkedHashSet<>();
  private final Map<String, ContainerExit> exits = new HashMap<>();

  /** Tasks that the framework was told it cannot know about: their agents were away, or gone. */
  private final Set<String> outOfSight = new LinkedHashSet<>();

  /** Tasks that the framework was told have been killed: they may have ended well all the same. */
  private final Set<String> killed = new LinkedHashSet<>();

  private BatchModel model = new BatchModel();

  /** A run that somebody was told has begun. */
  record Granted(RunKey run, Optional<String> token) {}

  BatchModel model() {
    return model;
  }

  /** A process begins, from what is stored. */
  void begins(List<Fact> stored) {
    model = new BatchModel();
    stored.forEach(model::apply);
    fires.begins(model);
    // Of the last write of one that has died it is known only now whether it was made.
    granted.keySet().removeIf(key -> removed.contains(key.job()) && model.job(key.job()).isEmpty());
    removed.clear();
    stored(stored);
  }

  /** The process has decided. */
  void decided(List<Fact> facts, Instant now) {
    GangChecks.check(facts, model);
    PreemptionChecks.check(facts, model);
    for (Fact fact : facts) {
      switch (fact) {
        case Fact.RunSet set -> look(set.run());
        case Fact.IndexSet set -> look(set);
        case Fact.RunFinished finished -> look(finished.run());
        case Fact.JobSet set -> fires.set(set.job(), model, now);
        case Fact.ScheduleMarked marked -> fires.marked(marked, model, now);
        case Fact.JobRemoved gone -> {
          fires.removed(gone.job());
          removed.add(gone.job());
        }
        case Fact.CopySet set -> CopyChecks.check(set, model);
        case Fact.PaceSet f -> {}
        case Fact.IndexesRestored f -> {}
        case Fact.GangSet f -> {}
        case Fact.LeaseSet set -> GangChecks.gathers(set.lease(), model);
        case Fact.LeaseEnded f -> {}
        case Fact.ReservedSet f -> {}
        case Fact.ReservedForgotten f -> {}
        case Fact.WebhookSet f -> {}
        case Fact.WebhookRemoved f -> {}
        case Fact.RunDropped f -> {}
        case Fact.WorkflowSet f -> {}
        case Fact.WorkflowRemoved f -> {}
        case Fact.PoolSet f -> {}
        case Fact.PoolRemoved f -> {}
        case Fact.UsageMarked f -> {}
        case Fact.LaunchesMarked f -> {}
      }
      model.apply(fact);
    }
  }

  /** What was decided is written down. */
  void stored(List<Fact> facts) {
    for (Fact fact : facts) {
      if (fact instanceof Fact.RunSet set) {
        // A gang that did not run in time begins anew whatever is said of failures.
        policies.put(
            RunKey.of(set.run()),
            set.run().isGang() ? Restart.Policy.ON_FAILURE : set.run().spec().restart().policy());
        if (CopyChecks.mayRunTwice(set.run())) {
          copied.add(RunKey.of(set.run()));
        }
        if (set.run().isGang()) {
          gangs.add(RunKey.of(set.run()));
        }
        set.run().active().ifPresent(attempt -> storedLaunches.add(attempt.taskId()));
      } else if (fact instanceof Fact.IndexSet set
          && set.now() instanceof IndexState.Active active) {
        storedLaunches.add(active.attempt().taskId());
      } else if (fact instanceof Fact.CopySet set) {
        set.copy().ifPresent(copy -> storedLaunches.add(copy.taskId()));
      } else if (fact instanceof Fact.IndexesRestored restored) {
        restored.indexes().tasks().forEach(task -> storedLaunches.add(task.taskId()));
      } else if (fact instanceof Fact.RunFinished finished) {
        storedEnds.add(new RunKey(finished.run().job(), finished.run().id()));
      } else if (fact instanceof Fact.JobRemoved removed) {
        storedEnds.removeIf(key -> key.job().equals(removed.job()));
        granted.keySet().removeIf(key -> key.job().equals(removed.job()));
      }
    }
  }

  private void look(Run run) {
    RunKey key = RunKey.of(run);
    Optional<Run> before = model.run(key);
    if (before.isEmpty()) {
      require(
          Invariant.NO_RUN_IS_RUN_TWICE,
          !storedEnds.contains(key),
          () -> key + " begins again, and has ended");
      fires.begun(run);
    }
    Optional<Attempt> now = run.active();
    Optional<Attempt> old = before.flatMap(Run::active);
    if (now.isPresent() && old.filter(a -> a.number() == now.get().number()).isEmpty()) {
      require(
          Invariant.NO_RUN_IS_RUN_TWICE,
          old.isEmpty() && run.stopped().isEmpty(),
          () -> now.get() + " is launched beside " + old + " or after the end of " + run);
      require(
          Invariant.RUNS_TAKE_TURNS,
          !run.inTurn() || isFirst(run),
          () -> run + " is launched before its turn");
    }
  }

  private boolean isFirst(Run run) {
    return model.runs().stream()
        .filter(other -> other.job().equals(run.job()))
        .findFirst()
        .filter(first -> first.id().equals(run.id()))
        .isPresent();
  }

  private void look(Fact.IndexSet set) {
    RunKey key = new RunKey(set.job(), set.run());
    require(
        Invariant.NO_RUN_IS_RUN_TWICE,
        gangs.contains(key) || !model.isSucceeded(key, set.index()),
        () -> set + " comes after its good end");
    if (set.now() instanceof IndexState.Active active) {
      Optional<IndexState.Active> old = model.active(key, set.index());
      require(
          Invariant.NO_RUN_IS_RUN_TWICE,
          old.filter(o -> o.attempt().number() != active.attempt().number()).isEmpty()
              || model.copy(key, set.index()).equals(Optional.of(active.attempt())),
          () -> active + " is launched beside " + old);
    }
  }

  /** What is said to have ended well has. */
  private void look(FinishedRun run) {
    if (run.isSuccess() && run.array().isEmpty()) {
      Optional<Attempt> last =
          run.attempts().isEmpty() ? Optional.empty() : Optional.of(run.attempts().getLast());
      Optional<ContainerExit> exit = last.map(attempt -> exits.get(attempt.taskId()));
      require(
          Invariant.SUCCESSES_ARE_TRUE,
          exit.equals(Optional.of(new ContainerExit.Exited(0))),
          () -> run + " is said to have ended well, and " + exit);
    }
  }

  /** Somebody was told that a run has begun. */
  void granted(Granted grant) {
    if (model.job(grant.run().job()).isEmpty()) {
      return;
    }
    for (Granted other : granted.values()) {
      require(
          Invariant.NO_RUN_IS_RUN_TWICE,
          grant.token().isEmpty()
              || !other.token().equals(grant.token())
              || !other.run().job().equals(grant.run().job())
              || other.equals(grant),
          () -> grant + " has the token of " + other);
    }
    granted.put(grant.run(), grant);
  }

  /** A run that somebody was told of and that nobody knows the end of; once all have ended. */
  Optional<String> lost() {
    return granted.keySet().stream()
        .filter(key -> model.ended(key).isEmpty())
        .map(key -> "somebody was told that " + key + " had begun; its end is not known")
        .findFirst();
  }

  @Override
  public void containerStarted(AgentNode agent, ContainerSpec spec) {
    spec.task().ifPresent(task -> started(task.getTaskId().getValue(), agent.name()));
  }

  private void started(String task, String agent) {
    if (!storedLaunches.contains(task)) {
      return; // An ACCEPT that the network has made of another one: its tasks are nobody's.
    }
    require(
        Invariant.NO_RUN_IS_RUN_TWICE,
        started.add(task),
        () -> task + " runs on " + agent + " and has run before");
    String index = task.substring(0, task.lastIndexOf('.'));
    Set<String> others = startedOf.computeIfAbsent(index, i -> new LinkedHashSet<>());
    if (copied.contains(run(index))) {
      CopyChecks.started(task, others.stream().filter(this::isSeenToRun).toList());
      others.add(task);
      running.add(task);
      return;
    }
    for (String other : others) {
      require(
          Invariant.NO_RUN_IS_RUN_TWICE,
          policies.get(run(index)) == Restart.Policy.ON_FAILURE,
          () -> task + " runs on " + agent + ", " + other + " has run, and NEVER was said");
      require(
          Invariant.NO_RUN_IS_RUN_TWICE,
          !isSeenToRun(other),
          () -> task + " runs on " + agent + " while " + other + " runs");
      require(
          Invariant.NO_RUN_IS_RUN_TWICE,
          outOfSight.contains(other)
              || killed.contains(other)
              || gangs.contains(run(index))
              || !new ContainerExit.Exited(0).equals(exits.get(other)),
          () -> task + " runs on " + agent + ", though " + other + " has ended well");
    }
    others.add(task);
    running.add(task);
  }

  private boolean isSeenToRun(String task) {
    return running.contains(task) && !outOfSight.contains(task);
  }

  /** The run of an index: what is before the index. */
  private static RunKey run(String index) {
    String run = index.substring(0, index.lastIndexOf('.'));
    int dot = run.lastIndexOf('.');
    return new RunKey(new JobId(run.substring(0, dot)), run.substring(dot + 1));
  }

  @Override
  public void containerEnded(AgentNode agent, ContainerSpec spec, ContainerExit exit) {
    spec.task()
        .ifPresent(
            task -> {
              running.remove(task.getTaskId().getValue());
              exits.put(task.getTaskId().getValue(), exit);
            });
  }

  @Override
  public void schedulerCalled(FrameworkNode framework, Delivery delivery) {
    if (delivery instanceof Delivery.Updated updated) {
      String task = updated.status().getTaskId().getValue();
      TaskState state = updated.status().getState();
      if (isAway(state)) {
        outOfSight.add(task);
      } else if (state == TaskState.TASK_KILLED) {
        killed.add(task);
      }
    }
  }

  private static boolean isAway(TaskState state) {
    return state == TaskState.TASK_UNREACHABLE
        || state == TaskState.TASK_UNKNOWN
        || state == TaskState.TASK_GONE
        || state == TaskState.TASK_GONE_BY_OPERATOR;
  }

  @Override
  public void driverDecided(FrameworkNode framework, DriverInput input, DriverDecision decision) {
    for (DriverEffect effect : decision.effects()) {
      if (effect instanceof DriverEffect.Send send && send.call().getType() == Call.Type.ACCEPT) {
        for (Offer.Operation operation : send.call().getAccept().getOperationsList()) {
          operation.getLaunch().getTaskInfosList().forEach(this::launched);
        }
      }
    }
  }

  private void launched(TaskInfo task) {
    String id = task.getTaskId().getValue();
    require(
        Invariant.STORED_BEFORE_DONE,
        storedLaunches.contains(id),
        () -> id + " is launched before that is stored");
  }

  private static void require(Invariant invariant, boolean holds, Supplier<String> details) {
    Checks.require(invariant, holds, details);
  }
}

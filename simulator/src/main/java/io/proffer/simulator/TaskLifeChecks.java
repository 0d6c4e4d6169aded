package io.proffer.simulator;

import com.google.protobuf.ByteString;
import io.proffer.agent.container.ContainerExit;
import io.proffer.agent.container.ContainerSpec;
import io.proffer.agent.kernel.AgentDecision;
import io.proffer.agent.kernel.AgentInput;
import io.proffer.agent.state.AgentEvent;
import io.proffer.core.model.FrameworkId;
import io.proffer.core.model.TaskId;
import io.proffer.core.model.TaskKey;
import io.proffer.sdk.TaskUpdate;
import io.proffer.sdk.internal.Delivery;
import io.proffer.sdk.testkit.node.AgentNode;
import io.proffer.sdk.testkit.node.FrameworkNode;
import io.proffer.sdk.testkit.node.Witness;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;

/**
 * A task that has ended never runs again, a task id runs at most once at a time in the whole
 * cluster, and no scheduler hears of life in a task it was told has ended.
 */
final class TaskLifeChecks implements Witness {
  private final Predicate<ContainerSpec> excused;
  private final boolean streamsKeepOrder;
  private final Map<TaskKey, String> ended = new HashMap<>();
  private final Map<ByteString, TaskKey> ends = new HashMap<>();
  private final Map<TaskKey, TaskState> toldEnded = new HashMap<>();
  private final Map<TaskKey, String> runningOn = new HashMap<>();

  /**
   * @param excused containers whose framework is gone: nobody is told anything about them
   * @param streamsKeepOrder whether what a master says arrives in the order it was said in, as TCP
   *     promises. Where it does not, the end of a task can overtake older news of it, which no
   *     scheduler could tell; what agents record and run is held to the invariant even then
   */
  TaskLifeChecks(Predicate<ContainerSpec> excused, boolean streamsKeepOrder) {
    this.excused = excused;
    this.streamsKeepOrder = streamsKeepOrder;
  }

  @Override
  public void agentDecided(AgentNode agent, AgentInput input, AgentDecision decision) {
    for (AgentEvent event : decision.events()) {
      if (event instanceof AgentEvent.StatusRecorded e) {
        TaskState state = e.status().getState();
        String before = ended.get(e.task());
        Checks.require(
            Invariant.ENDS_ARE_FINAL,
            before == null || isTerminal(state),
            () -> "task " + e.task() + " is " + state + " on " + agent.name() + " after " + before);
        if (isTerminal(state)) {
          ended.put(e.task(), state + " on " + agent.name());
          ends.put(e.status().getUuid(), e.task());
        }
      }
    }
  }

  /**
   * An end that was lost with its agent, and that nobody was told, has not been; that the task is
   * gone is told of the agent.
   */
  @Override
  public void updatesLost(AgentNode agent, Set<ByteString> uuids) {
    for (ByteString uuid : uuids) {
      TaskKey task = ends.get(uuid);
      if (task != null
          && toldEnded.getOrDefault(task, TaskState.TASK_GONE) == TaskState.TASK_GONE) {
        ended.remove(task);
      }
    }
  }

  @Override
  public void containerStarted(AgentNode agent, ContainerSpec spec) {
    spec.task().ifPresent(task -> started(agent, spec, task));
  }

  @Override
  public void hostedTaskStarted(AgentNode agent, ContainerSpec executor, TaskInfo task) {
    started(agent, executor, task);
  }

  private void started(AgentNode agent, ContainerSpec spec, TaskInfo info) {
    TaskKey task = key(spec, info);
    Checks.require(
        Invariant.TASKS_RUN_ONCE,
        excused.test(spec) || !ended.containsKey(task),
        () -> "task " + task + " starts on " + agent.name() + " after " + ended.get(task));
    String where = runningOn.put(task, agent.name());
    Checks.require(
        Invariant.TASKS_RUN_ONCE,
        where == null,
        () -> "task " + task + " runs on " + where + " and on " + agent.name());
  }

  @Override
  public void containerEnded(AgentNode agent, ContainerSpec spec, ContainerExit exit) {
    spec.task().ifPresent(task -> runningOn.remove(key(spec, task)));
  }

  @Override
  public void hostedTaskEnded(AgentNode agent, ContainerSpec executor, TaskInfo task) {
    runningOn.remove(key(executor, task));
  }

  @Override
  public void schedulerCalled(FrameworkNode framework, Delivery delivery) {
    Optional<FrameworkId> id = framework.id();
    if (!(delivery instanceof Delivery.Updated updated) || id.isEmpty()) {
      return;
    }
    TaskState state = updated.status().getState();
    TaskKey task = new TaskKey(id.get(), TaskId.of(updated.status().getTaskId()));
    if (isTerminal(state)) {
      // That a task is gone with its machine is told as the agent is told to end it, and before it
      // does.
      toldEnded.putIfAbsent(task, state);
      if (state != TaskState.TASK_GONE) {
        ended.putIfAbsent(task, state + ", as " + framework.name() + " was told");
      }
    } else if (state != TaskState.TASK_UNKNOWN && state != TaskState.TASK_GONE_BY_OPERATOR) {
      // These are no life: what has ended may be told again on an agent that is gone since.
      Checks.require(
          Invariant.ENDS_ARE_FINAL,
          !streamsKeepOrder || !toldEnded.containsKey(task),
          () ->
              framework.name()
                  + (" is told that " + task + " is " + state)
                  + (" after it was told " + toldEnded.get(task)));
    }
  }

  private static TaskKey key(ContainerSpec spec, TaskInfo task) {
    return new TaskKey(spec.frameworkId(), TaskId.of(task.getTaskId()));
  }

  private static boolean isTerminal(TaskState state) {
    return TaskUpdate.isTerminal(state);
  }
}

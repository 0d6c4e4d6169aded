package io.proffer.agent.kernel;

import com.google.protobuf.ByteString;
import io.proffer.agent.container.ContainerId;
import io.proffer.agent.state.AgentEvent.ContainerEnded;
import io.proffer.agent.state.AgentEvent.ExecutorAccepted;
import io.proffer.agent.state.AgentEvent.ExecutorUsed;
import io.proffer.agent.state.AgentEvent.KillBegun;
import io.proffer.agent.state.AgentEvent.TaskAccepted;
import io.proffer.agent.state.AgentEvent.TaskDelivered;
import io.proffer.agent.state.AgentExecutor;
import io.proffer.agent.state.AgentTask;
import io.proffer.agent.state.CustomExecutor;
import io.proffer.agent.state.ExecutorEnding;
import io.proffer.agent.state.ExecutorKey;
import io.proffer.agent.state.GroupMembership;
import io.proffer.agent.state.Kill;
import io.proffer.agent.state.KillCause;
import io.proffer.agent.state.TaskPhase;
import io.proffer.core.model.ExecutorId;
import io.proffer.core.model.FrameworkId;
import io.proffer.core.model.TaskId;
import io.proffer.core.model.TaskKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.mesos.v1.Protos.ExecutorInfo;
import org.apache.mesos.v1.Protos.KillPolicy;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.Protos.TaskStatus.Reason;

/**
 * The tasks of custom executors: they wait until their executor has subscribed, are given to it
 * once, and are its business from then on.
 */
final class ExecutorTasks {

  private static final Reason TERMINATED = Reason.REASON_EXECUTOR_TERMINATED;

  private final Updates updates;
  private final Executors executors;

  ExecutorTasks(Updates updates, Executors executors) {
    this.updates = updates;
    this.executors = executors;
  }

  /**
   * What arrives together for one executor.
   *
   * @param group whether the tasks live and die together
   * @param executorRuns whether the master counts the executor for running
   */
  record Arrival(
      FrameworkId framework,
      ExecutorInfo executor,
      List<TaskInfo> tasks,
      boolean group,
      String role,
      boolean executorRuns) {

    ExecutorKey key() {
      return new ExecutorKey(framework, ExecutorId.of(executor.getExecutorId()));
    }
  }

  void accept(Step step, Arrival arrival) {
    ExecutorKey key = arrival.key();
    Optional<AgentExecutor> known = step.state().executor(key);
    Optional<CustomExecutor> custom = step.state().customExecutor(key);
    if (known.isEmpty() && arrival.executorRuns()) {
      drop(
          step, arrival, TERMINATED, "No executor is expected to launch and there is none running");
    } else if (known.isPresent() && custom.isEmpty()) {
      drop(
          step, arrival, TERMINATED, "Another executor runs under the id '" + key.executor() + "'");
    } else if (custom.filter(e -> e.ending().isPresent()).isPresent()) {
      drop(step, arrival, TERMINATED, "Executor is terminating");
    } else if (custom.isPresent()) {
      add(step, arrival, custom.get().container());
      deliver(step, custom.get());
    } else {
      ContainerId container = step.newContainerId();
      step.record(
          new ExecutorAccepted(key, arrival.executor(), container, arrival.role(), step.now()));
      add(step, arrival, container);
      executors.launch(step, step.state().customExecutor(key).orElseThrow());
    }
  }

  private static void add(Step step, Arrival arrival, ContainerId container) {
    GroupMembership membership = new GroupMembership(arrival.key(), group(step, arrival), true);
    for (TaskInfo task : arrival.tasks()) {
      step.record(
          new TaskAccepted(
              key(arrival, task),
              task,
              arrival.role(),
              Optional.of(membership),
              container,
              step.now()));
    }
  }

  /** A number that no group has of which the agent still knows a task. */
  private static int group(Step step, Arrival arrival) {
    int last =
        step.state().tasksOf(arrival.key()).stream()
            .flatMap(t -> t.membership().stream())
            .mapToInt(GroupMembership::group)
            .max()
            .orElse(0);
    return arrival.group() ? last + 1 : 0;
  }

  /** Answers for tasks that are not taken on. */
  void drop(Step step, Arrival arrival, Reason reason, String why) {
    ContainerId container =
        step.state()
            .customExecutor(arrival.key())
            .map(CustomExecutor::container)
            .orElseGet(step::newContainerId);
    add(step, arrival, container);
    for (TaskInfo task : arrival.tasks()) {
      TaskState state = TerminalStatuses.dropped(step, arrival.framework());
      end(step, key(arrival, task), state, reason, why);
    }
  }

  private static TaskKey key(Arrival arrival, TaskInfo task) {
    return new TaskKey(arrival.framework(), TaskId.of(task.getTaskId()));
  }

  /** Gives an executor that listens the tasks that wait for it. */
  void deliver(Step step, CustomExecutor executor) {
    if (executor.stream().isEmpty() || executor.ending().isPresent()) {
      return;
    }
    List<AgentTask> waiting =
        step.state().tasksOf(executor.key()).stream()
            .filter(t -> t.phase() == TaskPhase.LAUNCHING)
            .toList();
    if (waiting.isEmpty()) {
      return;
    }
    if (!executor.used()) {
      step.record(new ExecutorUsed(executor.key()));
    }
    waiting.forEach(t -> step.record(new TaskDelivered(t.key())));
    Executors.resize(step, executor);
    Map<Integer, List<TaskInfo>> groups = new LinkedHashMap<>();
    for (AgentTask task : waiting) {
      int group = task.membership().map(GroupMembership::group).orElse(0);
      if (group == 0) {
        Executors.tell(step, executor, ExecutorEvents.launch(task.info()));
      } else {
        groups.computeIfAbsent(group, k -> new ArrayList<>()).add(task.info());
      }
    }
    groups.values().forEach(g -> Executors.tell(step, executor, ExecutorEvents.launchGroup(g)));
  }

  /**
   * @param grace what the policies come to, for an executor that hears of the kill only later
   */
  void kill(Step step, AgentTask task, Optional<KillPolicy> policy, Duration grace) {
    ExecutorKey key = task.membership().orElseThrow().executor();
    Optional<CustomExecutor> executor =
        step.state().customExecutor(key).filter(e -> e.ending().isEmpty());
    if (executor.isEmpty() || !task.live()) {
      return;
    }
    if (task.phase() == TaskPhase.LAUNCHING) {
      killBeforeDelivery(step, task);
      Executors.resize(step, executor.get());
      shutDownIfUnused(step, executor.get());
      return;
    }
    step.record(new KillBegun(task.key(), new Kill(KillCause.REQUESTED, grace, step.now())));
    Executors.tell(step, executor.get(), ExecutorEvents.kill(task.key().task(), policy));
  }

  private void killBeforeDelivery(Step step, AgentTask task) {
    boolean alone = task.membership().map(GroupMembership::group).orElse(0) == 0;
    List<AgentTask> together =
        alone
            ? List.of(task)
            : step.state().tasksOf(task.membership().orElseThrow().executor()).stream()
                .filter(t -> t.live() && t.membership().equals(task.membership()))
                .toList();
    for (AgentTask one : together) {
      end(
          step,
          one.key(),
          TaskState.TASK_KILLED,
          Reason.REASON_TASK_KILLED_DURING_LAUNCH,
          alone
              ? "Killed before delivery to the executor"
              : "A task within the task group was killed before delivery to the executor");
    }
  }

  /** An executor that was started for tasks that are no more has nothing to wait for. */
  boolean shutDownIfUnused(Step step, CustomExecutor executor) {
    boolean waits = step.state().tasksOf(executor.key()).stream().anyMatch(AgentTask::live);
    if (executor.used() || waits) {
      return false;
    }
    executors.shutDown(step, executor, ExecutorEnding.Cause.UNUSED);
    return true;
  }

  /** Tells an executor that has subscribed anew what it may have missed. */
  void repeatKills(Step step, CustomExecutor executor) {
    for (AgentTask task : step.state().tasksOf(executor.key())) {
      if (task.phase() == TaskPhase.RUNNING && task.killing().isPresent()) {
        long nanos = task.killing().get().remaining(step.now()).toNanos();
        KillPolicy.Builder policy = KillPolicy.newBuilder();
        policy.getGracePeriodBuilder().setNanoseconds(nanos);
        Executors.tell(
            step, executor, ExecutorEvents.kill(task.key().task(), Optional.of(policy.build())));
      }
    }
  }

  /** Data from the scheduler; dropped when the executor does not listen. */
  void message(Step step, ExecutorKey executor, ByteString data) {
    step.state()
        .customExecutor(executor)
        .filter(e -> e.ending().isEmpty())
        .ifPresent(e -> Executors.tell(step, e, ExecutorEvents.message(data)));
  }

  /** Ends a task that its executor never got, or does not know. */
  void end(Step step, TaskKey key, TaskState state, Reason reason, String why) {
    AgentTask task = step.state().task(key).orElseThrow();
    TaskStatus status = Statuses.ofHosted(step, task, state, reason, why).build();
    step.record(new ContainerEnded(key));
    updates.add(step, key, status);
  }
}

package io.proffer.master.kernel;

import com.google.protobuf.ByteString;
import io.proffer.core.model.AgentId;
import io.proffer.core.model.ExecutorId;
import io.proffer.core.model.FrameworkId;
import io.proffer.core.model.Resources;
import io.proffer.core.model.TaskId;
import io.proffer.core.model.TaskKey;
import io.proffer.core.protocol.link.FromAgent.ReportedExecutor;
import io.proffer.core.protocol.link.FromAgent.ReportedTask;
import io.proffer.core.protocol.link.FromAgent.Reregister;
import io.proffer.core.protocol.link.ToAgent;
import io.proffer.master.state.Agent;
import io.proffer.master.state.Executor;
import io.proffer.master.state.ExecutorKey;
import io.proffer.master.state.Framework;
import io.proffer.master.state.MasterEvent.ExecutorEnded;
import io.proffer.master.state.MasterEvent.ExecutorLaunched;
import io.proffer.master.state.MasterEvent.FrameworkRecovered;
import io.proffer.master.state.MasterEvent.TaskCompleted;
import io.proffer.master.state.MasterEvent.TaskRecovered;
import io.proffer.master.state.MasterEvent.TaskUpdated;
import io.proffer.master.state.MasterEvent.UnreachableTaskEnded;
import io.proffer.master.state.MasterState;
import io.proffer.master.state.Task;
import io.proffer.master.state.TaskStates;
import io.proffer.master.validation.FrameworkValidation;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.mesos.v1.Protos.ExecutorInfo;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.KillPolicy;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;

/**
 * Brings together what the master knows of an agent and what the agent says when it registers
 * again. What runs on an agent, the agent knows best: a launch on a link that broke never arrived.
 */
final class AgentReports {
  private final Turn turn;
  private final MasterState state;
  private final MasterSettings settings;
  private final PendingKills kills;
  private final Operations operations;

  AgentReports(Turn turn, MasterSettings settings, PendingKills kills, Operations operations) {
    this.turn = turn;
    this.settings = settings;
    this.state = turn.state();
    this.kills = kills;
    this.operations = operations;
  }

  /** The frameworks that the agent has things of, but that have ended. */
  List<FrameworkId> completedFrameworks(Reregister report) {
    Set<FrameworkId> completed = new LinkedHashSet<>();
    for (FrameworkInfo info : report.frameworks()) {
      completed.add(FrameworkId.of(info.getId()));
    }
    for (ReportedTask task : report.tasks()) {
      completed.add(task.framework());
    }
    for (ReportedExecutor executor : report.executors()) {
      completed.add(executor.framework());
    }
    completed.removeIf(id -> !state.isCompleted(id));
    return List.copyOf(completed);
  }

  void reconcile(Agent agent, Reregister report) {
    for (FrameworkInfo info : report.frameworks()) {
      recover(info);
    }
    Set<TaskKey> reported = new LinkedHashSet<>();
    Set<ExecutorKey> executors = new LinkedHashSet<>();
    Map<TaskKey, Optional<KillPolicy>> wanted = Map.copyOf(kills.on(agent.id()));
    for (ReportedTask task : report.tasks()) {
      TaskKey key = new TaskKey(task.framework(), TaskId.of(task.task().getTaskId()));
      reported.add(key);
      if (state.framework(task.framework()).isPresent()) {
        recover(agent, key, task, executors);
        Optional<KillPolicy> policy = wanted.get(key);
        if (policy != null && !isOver(task)) {
          kill(agent, key, policy);
        }
      }
    }
    for (ReportedExecutor executor : report.executors()) {
      if (state.framework(executor.framework()).isPresent()) {
        recoverExecutor(
            agent, executor.framework(), executor.executor(), executor.role(), executors);
      }
    }
    endMissing(agent, reported, executors);
    operations.reported(agent, report.resources());
  }

  private void recover(FrameworkInfo info) {
    FrameworkId id = FrameworkId.of(info.getId());
    if (state.framework(id).isEmpty() && !state.isCompleted(id) && !id.value().isEmpty()) {
      Framework framework =
          new Framework(
              id,
              info,
              FrameworkValidation.roles(info),
              new TreeSet<>(),
              Optional.empty(),
              true,
              turn.now(),
              turn.now(),
              Optional.of(turn.now()),
              Optional.empty());
      turn.happened(new FrameworkRecovered(framework));
      turn.startTimer(
          new TimerKey.FrameworkFailover(id),
          Frameworks.recoveryTimeout(framework, settings, turn.now()));
    }
  }

  private void recover(
      Agent agent, TaskKey key, ReportedTask reported, Set<ExecutorKey> executors) {
    Optional<Task> known = state.task(key);
    if (known.filter(task -> !task.agent().equals(agent.id())).isPresent()) {
      // The framework launched another under the same id while this agent was away.
      kill(agent, key, Optional.empty());
      return;
    }
    if (!isOver(reported)) {
      reported
          .executor()
          .ifPresent(
              e -> recoverExecutor(agent, reported.framework(), e, reported.role(), executors));
    }
    if (known.isPresent()) {
      return;
    }
    Optional<TaskState> ended = endedAs(key, agent.id());
    if (isOver(reported) && ended.isPresent()) {
      return;
    }
    boolean wasGivenUp = !isOver(reported) && ended.isPresent();
    Optional<TaskStatus> news =
        isOver(reported) || wasGivenUp ? Optional.empty() : Optional.of(news(agent, reported));
    turn.happened(new TaskRecovered(task(agent, key, reported, news)));
    Framework framework = state.framework(key.framework()).orElseThrow();
    news.ifPresent(status -> turn.send(framework, SchedulerEvents.update(status)));
    if (wasGivenUp) {
      // Its framework was told that it has ended: it must not go on.
      kill(agent, key, Optional.empty());
    }
  }

  /** How a task ended on the agent, if it is known to have ended and not merely to be lost. */
  private Optional<TaskState> endedAs(TaskKey key, AgentId agent) {
    if (state.unreachableTask(key).isPresent()) {
      return Optional.empty();
    }
    return state.completedTasks(key.framework()).stream()
        .filter(task -> task.key().equals(key) && task.agent().equals(agent))
        .map(Task::state)
        .reduce((first, last) -> last);
  }

  private Task task(Agent agent, TaskKey key, ReportedTask reported, Optional<TaskStatus> news) {
    Framework framework = state.framework(key.framework()).orElseThrow();
    List<TaskStatus> told = new ArrayList<>();
    state
        .unreachableTask(key)
        .ifPresentOrElse(
            task -> told.addAll(task.statuses()), () -> reported.forwarded().ifPresent(told::add));
    news.ifPresent(told::add);
    return new Task(
        key,
        reported.task(),
        agent.id(),
        reported.role(),
        resources(reported.task().getResourcesList()),
        reported.executor().map(info -> ExecutorId.of(info.getExecutorId())),
        Statuses.understoodBy(framework, reported.latest().getState()),
        told,
        awaited(key, reported));
  }

  /**
   * The update the framework is to acknowledge. After a time out of sight it was told otherwise
   * since: then the update is news when it comes again.
   */
  private Optional<ByteString> awaited(TaskKey key, ReportedTask reported) {
    return state.unreachableTask(key).isPresent()
        ? Optional.empty()
        : reported.forwarded().filter(TaskStatus::hasUuid).map(TaskStatus::getUuid);
  }

  private TaskStatus news(Agent agent, ReportedTask reported) {
    TaskStatus known = reported.forwarded().orElse(reported.latest());
    Framework framework = state.framework(reported.framework()).orElseThrow();
    TaskStatus.Builder status =
        known.toBuilder()
            .clearUuid()
            .clearData()
            .setTaskId(reported.task().getTaskId())
            .setAgentId(agent.id().toProto())
            .setState(Statuses.understoodBy(framework, known.getState()))
            .setSource(TaskStatus.Source.SOURCE_MASTER)
            .setReason(TaskStatus.Reason.REASON_AGENT_REREGISTERED)
            .setMessage("Agent reregistered")
            .setTimestamp(Statuses.seconds(turn.now()));
    reported.executor().ifPresent(info -> status.setExecutorId(info.getExecutorId()));
    return status.build();
  }

  private void recoverExecutor(
      Agent agent,
      FrameworkId framework,
      ExecutorInfo info,
      String role,
      Set<ExecutorKey> executors) {
    Executor executor =
        new Executor(framework, agent.id(), info, role, resources(info.getResourcesList()));
    executors.add(executor.key());
    if (state.executor(executor.key()).isEmpty()) {
      turn.happened(new ExecutorLaunched(executor));
    }
  }

  private void endMissing(Agent agent, Set<TaskKey> reported, Set<ExecutorKey> executors) {
    for (Task task : List.copyOf(state.tasksOn(agent.id()))) {
      if (!reported.contains(task.key())) {
        dropped(task);
        kills.ended(agent.id(), task.key());
      }
    }
    for (TaskKey key : List.copyOf(state.unreachableTasksOn(agent.id()))) {
      if (!reported.contains(key)) {
        state.unreachableTask(key).ifPresent(this::gone);
      }
    }
    for (Executor executor : List.copyOf(state.executorsOn(agent.id()))) {
      if (!executors.contains(executor.key())) {
        turn.happened(new ExecutorEnded(executor.key()));
      }
    }
  }

  private void dropped(Task task) {
    if (!TaskStates.isTerminal(task.toldState())) {
      Framework framework = state.framework(task.key().framework()).orElseThrow();
      TaskStatus status =
          reconciled(
              task,
              task.terminal()
                  ? task.state()
                  : Statuses.understoodBy(framework, TaskState.TASK_DROPPED));
      turn.happened(new TaskUpdated(task.key(), status, status.getState()));
      turn.send(framework, SchedulerEvents.update(status));
    }
    turn.happened(new TaskCompleted(task.key()));
  }

  private void gone(Task task) {
    Framework framework = state.framework(task.key().framework()).orElseThrow();
    TaskStatus status =
        reconciled(
            task,
            task.terminal() ? task.state() : Statuses.understoodBy(framework, TaskState.TASK_GONE));
    turn.happened(new UnreachableTaskEnded(task.key(), status));
    turn.send(framework, SchedulerEvents.update(status));
  }

  private TaskStatus reconciled(Task task, TaskState as) {
    return Statuses.of(
        task,
        as,
        TaskStatus.Reason.REASON_RECONCILIATION,
        "Reconciliation: task unknown to the agent",
        turn.now());
  }

  private void kill(Agent agent, TaskKey key, Optional<KillPolicy> policy) {
    turn.send(agent, new ToAgent.KillTask(key.framework(), key.task(), policy));
  }

  private static boolean isOver(ReportedTask task) {
    return TaskStates.isTerminal(task.latest().getState());
  }

  /** What an agent runs was valid once; if it is no more, it is not counted. */
  private static Resources resources(List<Resource> protos) {
    return Resources.problem(protos).isPresent() ? Resources.empty() : Resources.of(protos);
  }
}

package io.proffer.agent.kernel;

import io.proffer.agent.container.ContainerExit;
import io.proffer.agent.container.ContainerId;
import io.proffer.agent.container.LaunchFailure;
import io.proffer.agent.container.RunningContainer;
import io.proffer.agent.state.AgentEvent.ContainerEnded;
import io.proffer.agent.state.AgentEvent.ContainerRan;
import io.proffer.agent.state.AgentEvent.GroupExecutorEnded;
import io.proffer.agent.state.AgentTask;
import io.proffer.agent.state.CustomExecutor;
import io.proffer.agent.state.ExecutorKey;
import io.proffer.agent.state.Kill;
import io.proffer.agent.state.KillCause;
import io.proffer.agent.state.TaskPhase;
import io.proffer.core.protocol.link.FromAgent;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;

/** What a container's start, failure to start, and end mean for its task. */
final class Containers {

  private final Updates updates;
  private final Kills kills;
  private final Executors executors;

  Containers(Updates updates, Kills kills, Executors executors) {
    this.updates = updates;
    this.kills = kills;
    this.executors = executors;
  }

  void started(Step step, RunningContainer running) {
    Optional<CustomExecutor> executor = step.state().executorOf(running.id());
    if (executor.isPresent()) {
      executors.started(step, executor.get(), running);
      return;
    }
    Optional<AgentTask> launched = announce(step, running);
    if (launched.isEmpty()) {
      return; // told twice
    }
    AgentTask task = launched.get();
    if (task.killing().isPresent()) {
      kills.signal(step, task, task.killing().get());
    } else {
      watchCompletionTime(step, task, running.startedAt());
      CheckSchedule.begin(step, task, running);
    }
  }

  /** The container was started before the agent was, and has ended since. */
  void startedAndExited(Step step, RunningContainer running, ContainerExit exit) {
    announce(step, running);
    exited(step, running.id(), exit);
  }

  /** Records the start of a container, and tells it; empty when that was done before. */
  private Optional<AgentTask> announce(Step step, RunningContainer running) {
    Optional<AgentTask> launched =
        step.state().taskOf(running.id()).filter(t -> t.phase() == TaskPhase.LAUNCHING);
    if (launched.isEmpty()) {
      return Optional.empty();
    }
    step.record(new ContainerRan(launched.get().key(), running));
    AgentTask task = step.state().task(launched.get().key()).orElseThrow();
    Optional<Kill> kill = task.killing();
    if (kill.isEmpty()) {
      add(step, task, TaskState.TASK_STARTING);
      add(step, task, TaskState.TASK_RUNNING);
    } else if (kill.get().cause() != KillCause.FRAMEWORK_GONE) {
      add(step, task, TaskState.TASK_STARTING);
      kills.tellKilling(step, task, kill.get());
    }
    return Optional.of(task);
  }

  void launchFailed(Step step, ContainerId container, LaunchFailure failure) {
    step.state().executorOf(container).ifPresent(e -> executors.launchFailed(step, e, failure));
    step.state()
        .taskOf(container)
        .filter(t -> t.phase() == TaskPhase.LAUNCHING)
        .ifPresent(t -> ended(step, t, TerminalStatuses.launchFailed(step, t, failure)));
  }

  void exited(Step step, ContainerId container, ContainerExit exit) {
    step.state().executorOf(container).ifPresent(e -> executors.exited(step, e, exit));
    step.state()
        .taskOf(container)
        .filter(AgentTask::live)
        .ifPresent(t -> ended(step, t, TerminalStatuses.exited(step, t, exit)));
  }

  /** The task was taken on only to be told that it is not launched. */
  void dropped(Step step, AgentTask task, TaskStatus.Reason reason, String why) {
    TaskState state = TerminalStatuses.dropped(step, task.key().framework());
    ended(step, task, Statuses.fromAgent(step, task, state, reason, why).build());
  }

  /** The agent was restarted before it had started the task's container. */
  void neverStarted(Step step, AgentTask task) {
    ended(step, task, TerminalStatuses.neverStarted(step, task));
  }

  /** Bounds how long a task may run, counted from when its container started. */
  void watchCompletionTime(Step step, AgentTask task, Instant startedAt) {
    long nanos = task.info().getMaxCompletionTime().getNanoseconds();
    if (nanos > 0) {
      Duration left = Duration.between(step.now(), startedAt.plusNanos(nanos));
      step.startTimer(
          new AgentTimer.MaxCompletion(task.key()), left.isNegative() ? Duration.ZERO : left);
    }
  }

  private void add(Step step, AgentTask task, TaskState state) {
    updates.add(step, task.key(), Statuses.fromExecutor(step, task, state).build());
  }

  private void ended(Step step, AgentTask task, TaskStatus status) {
    step.record(new ContainerEnded(task.key()));
    step.cancelTimer(new AgentTimer.KillGrace(task.key()));
    step.cancelTimer(new AgentTimer.MaxCompletion(task.key()));
    CheckSchedule.stop(step, task);
    if (task.running().isPresent()) {
      step.perform(new AgentEffect.RemoveContainer(task.container()));
    }
    boolean tell = task.killing().map(Kill::cause).orElse(null) != KillCause.FRAMEWORK_GONE;
    if (tell) {
      updates.add(step, task.key(), status);
    }
    if (status.getState() != TaskState.TASK_FINISHED) {
      kills.restOfGroup(step, task);
    }
    task.membership().ifPresent(m -> endExecutorWithItsLastTask(step, m.executor()));
    if (!tell) {
      step.cancelTimer(new AgentTimer.UpdateRetry(task.key()));
      updates.forget(step, task.key());
    }
    Retirement.whenAllHasEnded(step);
  }

  private static void endExecutorWithItsLastTask(Step step, ExecutorKey executor) {
    if (step.state().tasksOf(executor).stream().noneMatch(AgentTask::live)) {
      step.record(new GroupExecutorEnded(executor));
      // A built-in executor ends well, whatever became of its tasks.
      step.perform(
          new AgentEffect.Send(
              new FromAgent.ExecutorTerminated(executor.framework(), executor.executor(), 0)));
    }
  }
}

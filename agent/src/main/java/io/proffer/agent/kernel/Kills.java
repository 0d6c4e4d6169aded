package io.proffer.agent.kernel;

import io.proffer.agent.container.ContainerId;
import io.proffer.agent.container.Signal;
import io.proffer.agent.state.AgentEvent.KillBegun;
import io.proffer.agent.state.AgentEvent.ShutdownBegun;
import io.proffer.agent.state.AgentState;
import io.proffer.agent.state.AgentTask;
import io.proffer.agent.state.CustomExecutor;
import io.proffer.agent.state.ExecutorEnding;
import io.proffer.agent.state.ExecutorKey;
import io.proffer.agent.state.GroupExecutor;
import io.proffer.agent.state.Kill;
import io.proffer.agent.state.KillCause;
import io.proffer.agent.state.TaskPhase;
import io.proffer.core.model.FrameworkId;
import io.proffer.core.model.TaskId;
import io.proffer.core.model.TaskKey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.DurationInfo;
import org.apache.mesos.v1.Protos.ExecutorInfo;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.KillPolicy;
import org.apache.mesos.v1.Protos.TaskState;

/** Ending tasks: they are asked to, given their grace, and then killed. */
final class Kills {

  private final AgentSettings settings;
  private final Updates updates;
  private final Executors executors;
  private final ExecutorTasks hosted;

  Kills(AgentSettings settings, Updates updates, Executors executors, ExecutorTasks hosted) {
    this.settings = settings;
    this.updates = updates;
    this.executors = executors;
    this.hosted = hosted;
  }

  /** A task the agent does not hold is no error: the master learns that when it registers. */
  void requested(Step step, TaskKey key, Optional<KillPolicy> policy) {
    Optional<AgentTask> task = step.state().task(key);
    task.filter(t -> !t.hosted()).ifPresent(t -> begin(step, t, KillCause.REQUESTED, policy));
    task.filter(AgentTask::hosted)
        .ifPresent(t -> hosted.kill(step, t, policy, grace(t, KillCause.REQUESTED, policy)));
  }

  /** Ends all tasks of an executor; that of a command task has the task's id. */
  void executor(Step step, ExecutorKey executor) {
    Optional<CustomExecutor> custom = step.state().customExecutor(executor);
    if (custom.isPresent()) {
      executors.shutDown(step, custom.get(), ExecutorEnding.Cause.REQUESTED);
      return;
    }
    step.state()
        .task(new TaskKey(executor.framework(), new TaskId(executor.executor().value())))
        .filter(t -> t.membership().isEmpty())
        .ifPresent(t -> begin(step, t, KillCause.REQUESTED, Optional.empty()));
    for (AgentTask task : step.state().tasksOf(executor)) {
      begin(step, task, KillCause.REQUESTED, withItsExecutor(step, task));
    }
  }

  /** Ends what a framework runs that is no more, and forgets what it had yet to be told. */
  void framework(Step step, FrameworkId framework) {
    for (AgentTask task : step.state().tasksOf(framework)) {
      if (!task.live()) {
        step.cancelTimer(new AgentTimer.UpdateRetry(task.key()));
        updates.forget(step, task.key());
      } else if (!task.hosted()) {
        begin(step, task, KillCause.FRAMEWORK_GONE, withItsExecutor(step, task));
      }
    }
    for (CustomExecutor executor : step.state().customExecutorsOf(framework)) {
      executors.shutDown(step, executor, ExecutorEnding.Cause.FRAMEWORK_GONE);
    }
  }

  /** A task of a group has no more time to end than the executor, if that says how much. */
  private Optional<KillPolicy> withItsExecutor(Step step, AgentTask task) {
    return task.membership()
        .flatMap(m -> step.state().groupExecutor(m.executor()))
        .map(GroupExecutor::info)
        .filter(ExecutorInfo::hasShutdownGracePeriod)
        .map(e -> Duration.ofNanos(e.getShutdownGracePeriod().getNanoseconds()))
        .map(
            most -> {
              Duration own = grace(task, KillCause.REQUESTED, Optional.empty());
              Duration less = own.compareTo(most) < 0 ? own : most;
              return KillPolicy.newBuilder()
                  .setGracePeriod(DurationInfo.newBuilder().setNanoseconds(less.toNanos()))
                  .build();
            });
  }

  /** Ends everything, and then the agent. */
  void shutdown(Step step, String reason) {
    if (step.state().shutdownReason().isPresent()) {
      return;
    }
    step.record(new ShutdownBegun(reason));
    for (AgentTask task : step.state().liveTasks()) {
      begin(step, task, KillCause.REQUESTED, withItsExecutor(step, task));
    }
    for (CustomExecutor executor : step.state().customExecutors()) {
      executors.shutDown(step, executor, ExecutorEnding.Cause.AGENT_ENDING);
    }
    Retirement.whenAllHasEnded(step);
  }

  /** Tasks of a group live and die together. */
  void restOfGroup(Step step, AgentTask ended) {
    ended.membership().stream()
        .flatMap(m -> step.state().tasksOf(m.executor()).stream())
        .filter(t -> t.membership().equals(ended.membership()) && t.killing().isEmpty())
        .filter(t -> !step.isOver(t.container()))
        .forEach(t -> begin(step, t, KillCause.GROUP, Optional.empty()));
  }

  void graceOver(Step step, TaskKey key) {
    step.state()
        .task(key)
        .filter(AgentTask::live)
        .ifPresent(t -> step.perform(new AgentEffect.SignalContainer(t.container(), Signal.KILL)));
  }

  void completionTimeOver(Step step, TaskKey key) {
    step.state()
        .task(key)
        .filter(t -> t.killing().isEmpty())
        .ifPresent(t -> begin(step, t, KillCause.MAX_COMPLETION_TIME, Optional.empty()));
  }

  /** Its health check has failed too often. */
  void unhealthy(Step step, TaskKey key) {
    step.state().task(key).ifPresent(t -> begin(step, t, KillCause.UNHEALTHY, Optional.empty()));
  }

  /**
   * Ends a container for those whose resources it uses, at once, and with it all tasks of its
   * executor.
   *
   * @return whether there was one that was not being ended already
   */
  boolean preempt(Step step, ContainerId container) {
    Optional<CustomExecutor> executor = step.state().executorOf(container);
    if (executor.isPresent()) {
      return executors.preempt(step, executor.get());
    }
    Optional<AgentTask> task =
        step.state().taskOf(container).filter(t -> t.live() && t.killing().isEmpty());
    task.ifPresent(
        t -> {
          begin(step, t, KillCause.PREEMPTED, Optional.empty());
          t.membership().stream()
              .flatMap(m -> step.state().tasksOf(m.executor()).stream())
              .filter(other -> other.killing().isEmpty())
              .forEach(other -> begin(step, other, KillCause.PREEMPTED, Optional.empty()));
        });
    return task.isPresent();
  }

  /** Starts, or after a restart of the agent continues, what must end a container that runs. */
  void signal(Step step, AgentTask task, Kill kill) {
    Duration left = kill.remaining(step.now());
    if (left.isZero()) {
      step.perform(new AgentEffect.SignalContainer(task.container(), Signal.KILL));
    } else {
      step.perform(new AgentEffect.SignalContainer(task.container(), Signal.TERM));
      step.startTimer(new AgentTimer.KillGrace(task.key()), left);
    }
  }

  /** Tells that a task is being killed, to frameworks that know the state. */
  void tellKilling(Step step, AgentTask task, Kill kill) {
    boolean told =
        switch (kill.cause()) {
          case REQUESTED, GROUP, UNHEALTHY -> true;
          case MAX_COMPLETION_TIME, FRAMEWORK_GONE, PREEMPTED -> false;
        };
    if (told && knowsKilling(step.state(), task)) {
      updates.add(
          step, task.key(), Statuses.fromExecutor(step, task, TaskState.TASK_KILLING).build());
    }
  }

  private void begin(Step step, AgentTask task, KillCause cause, Optional<KillPolicy> policy) {
    if (!task.live() || task.hosted()) {
      return; // what a custom executor runs ends with it
    }
    Kill kill = new Kill(cause, grace(task, cause, policy), step.now());
    if (task.killing().isPresent()) {
      hasten(step, task, task.killing().get(), kill);
      return;
    }
    step.record(new KillBegun(task.key(), kill));
    CheckSchedule.stop(step, task);
    switch (task.phase()) {
      case LAUNCHING -> step.perform(new AgentEffect.CancelLaunch(task.container()));
      case RUNNING -> {
        tellKilling(step, task, kill);
        signal(step, task, kill);
      }
      case ENDED -> {}
    }
  }

  /** A repeated kill may only shorten the grace; one without anybody left to tell takes over. */
  private void hasten(Step step, AgentTask task, Kill before, Kill again) {
    boolean sooner = again.grace().compareTo(before.grace()) < 0;
    boolean nobodyLeft =
        again.cause() == KillCause.FRAMEWORK_GONE && before.cause() != KillCause.FRAMEWORK_GONE;
    if (!sooner && !nobodyLeft) {
      return;
    }
    Kill kill =
        new Kill(
            nobodyLeft ? again.cause() : before.cause(),
            sooner ? again.grace() : before.grace(),
            before.begunAt());
    step.record(new KillBegun(task.key(), kill));
    if (task.phase() == TaskPhase.RUNNING && sooner) {
      signal(step, task, kill);
    }
  }

  private Duration grace(AgentTask task, KillCause cause, Optional<KillPolicy> policy) {
    if (cause == KillCause.MAX_COMPLETION_TIME || cause == KillCause.PREEMPTED) {
      return Duration.ZERO;
    }
    return policy
        .filter(KillPolicy::hasGracePeriod)
        .or(() -> Optional.of(task.info().getKillPolicy()).filter(KillPolicy::hasGracePeriod))
        .map(p -> Duration.ofNanos(p.getGracePeriod().getNanoseconds()))
        .filter(d -> !d.isNegative())
        .orElse(settings.killGrace());
  }

  private static boolean knowsKilling(AgentState state, AgentTask task) {
    List<FrameworkInfo.Capability> capabilities =
        state
            .framework(task.key().framework())
            .map(FrameworkInfo::getCapabilitiesList)
            .orElse(List.of());
    return capabilities.stream()
        .anyMatch(c -> c.getType() == FrameworkInfo.Capability.Type.TASK_KILLING_STATE);
  }
}

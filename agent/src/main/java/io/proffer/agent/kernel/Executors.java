package io.proffer.agent.kernel;

import io.proffer.agent.container.ContainerExit;
import io.proffer.agent.container.LaunchFailure;
import io.proffer.agent.container.RecoveredContainer;
import io.proffer.agent.container.RunningContainer;
import io.proffer.agent.container.Signal;
import io.proffer.agent.state.AgentEvent.ContainerEnded;
import io.proffer.agent.state.AgentEvent.ExecutorDisconnected;
import io.proffer.agent.state.AgentEvent.ExecutorEndBegun;
import io.proffer.agent.state.AgentEvent.ExecutorEnded;
import io.proffer.agent.state.AgentEvent.ExecutorRan;
import io.proffer.agent.state.AgentTask;
import io.proffer.agent.state.CustomExecutor;
import io.proffer.agent.state.ExecutorEnding;
import io.proffer.agent.state.ExecutorKey;
import io.proffer.core.protocol.link.FromAgent;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.executor.Protos.Event;

/** The lives of custom executors: their containers, their subscriptions in time, and their ends. */
final class Executors {

  private final AgentSettings settings;
  private final Updates updates;

  Executors(AgentSettings settings, Updates updates) {
    this.settings = settings;
    this.updates = updates;
  }

  /** Starts one that was just accepted, with the tasks that wait for it. */
  void launch(Step step, CustomExecutor executor) {
    step.perform(
        new AgentEffect.LaunchContainer(ExecutorContainer.spec(settings, step.state(), executor)));
  }

  void started(Step step, CustomExecutor executor, RunningContainer running) {
    if (executor.running().isPresent()) {
      return; // told twice
    }
    step.record(new ExecutorRan(executor.key(), running));
    CustomExecutor now = current(step, executor);
    if (now.ending().isPresent()) {
      goOnEnding(step, now, now.ending().get());
    } else if (!now.subscribed()) {
      step.startTimer(
          new AgentTimer.ExecutorRegistration(now.key()),
          settings.executors().registrationTimeout());
    }
  }

  void launchFailed(Step step, CustomExecutor executor, LaunchFailure failure) {
    end(step, executor, t -> ExecutorEnds.launchFailed(step, executor, t, failure), -1);
  }

  void exited(Step step, CustomExecutor executor, ContainerExit exit) {
    end(
        step,
        executor,
        t -> ExecutorEnds.exited(step, settings, executor, t, exit),
        ExecutorEnds.waitStatus(exit));
  }

  /** Takes up again what the agent's checkpoint says of an executor. */
  void recovered(Step step, CustomExecutor executor, Optional<RecoveredContainer> found) {
    if (found.isEmpty() || found.get() instanceof RecoveredContainer.NeverStarted) {
      neverStarted(step, executor);
    } else if (found.get() instanceof RecoveredContainer.Ended ended) {
      started(step, executor, ended.container());
      exited(step, current(step, executor), ended.exit());
    } else if (found.get() instanceof RecoveredContainer.Alive alive) {
      alive(step, executor, alive.container());
    }
  }

  private void neverStarted(Step step, CustomExecutor executor) {
    if (executor.running().isPresent()) {
      exited(
          step,
          executor,
          new ContainerExit.Unknown("its container was gone when the agent came back"));
    } else {
      end(step, executor, t -> ExecutorEnds.neverStarted(step, t), -1);
    }
  }

  private void alive(Step step, CustomExecutor executor, RunningContainer running) {
    if (!executor.running().equals(Optional.of(running))) {
      step.record(new ExecutorRan(executor.key(), running));
    }
    CustomExecutor now = current(step, executor);
    if (now.ending().isPresent()) {
      goOnEnding(step, now, now.ending().get());
    } else if (now.used()) {
      step.startTimer(
          new AgentTimer.ExecutorReregistration(now.key()),
          settings.executors().reregistrationTimeout());
    } else {
      // It may never have come so far as to subscribe.
      step.startTimer(
          new AgentTimer.ExecutorRegistration(now.key()),
          settings.executors().registrationTimeout());
    }
  }

  /** It has subscribed: it is waited for no more. */
  void subscribed(Step step, ExecutorKey executor) {
    step.cancelTimer(new AgentTimer.ExecutorRegistration(executor));
    step.cancelTimer(new AgentTimer.ExecutorReregistration(executor));
  }

  void streamLost(Step step, ExecutorKey executor, long stream) {
    step.state()
        .customExecutor(executor)
        .filter(e -> e.stream().equals(Optional.of(stream)))
        .ifPresent(e -> step.record(new ExecutorDisconnected(executor)));
  }

  void notRegistered(Step step, ExecutorKey key) {
    kill(step, key, ExecutorEnding.Cause.NOT_REGISTERED);
  }

  void notReregistered(Step step, ExecutorKey key) {
    kill(step, key, ExecutorEnding.Cause.NOT_REREGISTERED);
  }

  private void kill(Step step, ExecutorKey key, ExecutorEnding.Cause cause) {
    step.state()
        .customExecutor(key)
        .filter(e -> e.ending().isEmpty() && !e.subscribed())
        .ifPresent(e -> begin(step, e, new ExecutorEnding(cause, Duration.ZERO, step.now())));
  }

  /** Asks an executor to end, and all its tasks with it. */
  void shutDown(Step step, CustomExecutor executor, ExecutorEnding.Cause cause) {
    Optional<ExecutorEnding> before = executor.ending();
    if (before.isEmpty()) {
      Duration grace = ExecutorContainer.shutdownGrace(settings, executor);
      begin(step, executor, new ExecutorEnding(cause, grace, step.now()));
    } else if (cause == ExecutorEnding.Cause.FRAMEWORK_GONE && before.get().cause() != cause) {
      step.record(
          new ExecutorEndBegun(
              executor.key(),
              new ExecutorEnding(cause, before.get().grace(), before.get().begunAt())));
    }
  }

  /** Ends one at once, for those whose resources it uses; false when it is ending already. */
  boolean preempt(Step step, CustomExecutor executor) {
    if (executor.ending().isPresent()) {
      return false;
    }
    begin(
        step,
        executor,
        new ExecutorEnding(ExecutorEnding.Cause.PREEMPTED, Duration.ZERO, step.now()));
    return true;
  }

  private void begin(Step step, CustomExecutor executor, ExecutorEnding ending) {
    step.record(new ExecutorEndBegun(executor.key(), ending));
    subscribed(step, executor.key());
    goOnEnding(step, executor, ending);
  }

  private void goOnEnding(Step step, CustomExecutor executor, ExecutorEnding ending) {
    Duration left = ending.remaining(step.now());
    if (executor.running().isEmpty()) {
      step.perform(new AgentEffect.CancelLaunch(executor.container()));
    } else if (left.isZero()) {
      step.perform(new AgentEffect.SignalContainer(executor.container(), Signal.KILL));
    } else {
      if (executor.stream().isPresent()) {
        tell(step, executor, ExecutorEvents.shutdown());
      } else {
        // It does not listen; a signal is heard all the same.
        step.perform(new AgentEffect.SignalContainer(executor.container(), Signal.TERM));
      }
      step.startTimer(new AgentTimer.ExecutorShutdownGrace(executor.key()), left);
    }
  }

  void graceOver(Step step, ExecutorKey key) {
    step.state()
        .customExecutor(key)
        .filter(e -> e.ending().isPresent())
        .ifPresent(e -> step.perform(new AgentEffect.SignalContainer(e.container(), Signal.KILL)));
  }

  /** Sends an event, if the executor has a stream. */
  static void tell(Step step, CustomExecutor executor, Event event) {
    executor.stream().ifPresent(s -> step.perform(new AgentEffect.TellExecutor(s, event)));
  }

  /** Lets the container have what the executor and its tasks need now, also before it runs. */
  static void resize(Step step, CustomExecutor executor) {
    step.perform(
        new AgentEffect.ResizeContainer(
            executor.container(), ExecutorContainer.resources(step.state(), executor)));
  }

  private void end(
      Step step,
      CustomExecutor executor,
      Function<AgentTask, TaskStatus> lastStatus,
      int waitStatus) {
    ExecutorKey key = executor.key();
    boolean nobodyLeft =
        executor.ending().filter(e -> e.cause() == ExecutorEnding.Cause.FRAMEWORK_GONE).isPresent();
    for (AgentTask task : step.state().tasksOf(key)) {
      if (task.live() && nobodyLeft) {
        step.record(new ContainerEnded(task.key()));
        step.cancelTimer(new AgentTimer.UpdateRetry(task.key()));
        updates.forget(step, task.key());
      } else if (task.live()) {
        TaskStatus status = lastStatus.apply(task);
        step.record(new ContainerEnded(task.key()));
        updates.add(step, task.key(), status);
      }
    }
    subscribed(step, key);
    step.cancelTimer(new AgentTimer.ExecutorShutdownGrace(key));
    executor.stream().ifPresent(s -> step.perform(new AgentEffect.CloseExecutorStream(s)));
    if (executor.running().isPresent()) {
      step.perform(new AgentEffect.RemoveContainer(executor.container()));
    }
    step.record(new ExecutorEnded(key));
    step.perform(
        new AgentEffect.Send(
            new FromAgent.ExecutorTerminated(key.framework(), key.executor(), waitStatus)));
    updates.forgetIfNothingIsLeft(step, key.framework());
    Retirement.whenAllHasEnded(step);
  }

  private static CustomExecutor current(Step step, CustomExecutor executor) {
    return step.state().customExecutor(executor.key()).orElseThrow();
  }
}

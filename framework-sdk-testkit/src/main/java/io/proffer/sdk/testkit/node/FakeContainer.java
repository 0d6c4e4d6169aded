package io.proffer.sdk.testkit.node;

import io.proffer.agent.container.ContainerExit;
import io.proffer.agent.container.ContainerResources;
import io.proffer.agent.container.ContainerSpec;
import io.proffer.agent.container.ContainerWork;
import io.proffer.agent.container.LaunchFailure;
import io.proffer.agent.container.RecoveredContainer;
import io.proffer.agent.container.RunningContainer;
import io.proffer.agent.container.RuntimeKind;
import io.proffer.agent.container.Signal;
import io.proffer.sdk.testkit.engine.Timeline;
import io.proffer.sdk.testkit.engine.Timeline.Scheduled;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** One container of a machine, from its launch to its end. */
final class FakeContainer {

  /** Hears of the turns in its life. */
  interface Listener {
    void started(FakeContainer container, RunningContainer running);

    void failed(FakeContainer container, LaunchFailure failure);

    void exited(FakeContainer container, ContainerExit exit);
  }

  private ContainerSpec spec;
  private final ContainerPlan plan;
  private final NodeClock clock;
  private final long pid;
  private final Listener listener;
  private Optional<RunningContainer> running = Optional.empty();
  private Optional<ContainerExit> exit = Optional.empty();
  private Optional<Scheduled> nextTurn;

  FakeContainer(
      ContainerSpec spec, ContainerPlan plan, NodeClock clock, long pid, Listener listener) {
    this.spec = spec;
    this.plan = plan;
    this.clock = clock;
    this.pid = pid;
    this.listener = listener;
    this.nextTurn = Optional.of(timeline().after(plan.launchTime(), this::launched));
  }

  ContainerSpec spec() {
    return spec;
  }

  /** Only the containers of executors are held to other limits while they run. */
  void resize(ContainerResources resources) {
    if (spec.work() instanceof ContainerWork.Executor executor) {
      spec =
          spec.with(new ContainerWork.Executor(executor.info(), resources, executor.environment()));
    }
  }

  boolean launching() {
    return running.isEmpty();
  }

  boolean runs() {
    return running.isPresent() && exit.isEmpty();
  }

  boolean ended() {
    return exit.isPresent();
  }

  /** Gives the launch up; nothing is told. */
  void abandonLaunch() {
    cancelNextTurn();
  }

  void signalled(Signal signal) {
    switch (signal) {
      case KILL -> end(new ContainerExit.Signaled(signal.number()));
      case TERM -> terminated();
    }
  }

  /** Ends now, if it runs. */
  void end(ContainerExit how) {
    if (!runs()) {
      return;
    }
    cancelNextTurn();
    exit = Optional.of(how);
    listener.exited(this, how);
  }

  RecoveredContainer recovered() {
    if (running.isEmpty()) {
      return new RecoveredContainer.NeverStarted(spec.id());
    }
    return exit.isPresent()
        ? new RecoveredContainer.Ended(running.get(), exit.get())
        : new RecoveredContainer.Alive(running.get());
  }

  private void launched() {
    nextTurn = Optional.empty();
    switch (plan) {
      case ContainerPlan.Fails fails -> listener.failed(this, fails.failure());
      case ContainerPlan.Runs runs -> started(runs);
    }
  }

  private void started(ContainerPlan.Runs runs) {
    RunningContainer started =
        new RunningContainer(
            spec.id(),
            RuntimeKind.PROCESS,
            pid + ":0",
            Optional.of(pid),
            List.of("127.0.0.1"),
            "/sandbox/" + spec.id(),
            clock.now());
    running = Optional.of(started);
    runs.end().ifPresent(end -> endAfter(end.after(), end.exit()));
    listener.started(this, started);
  }

  private void terminated() {
    if (plan instanceof ContainerPlan.Runs runs && runs.termTime().isPresent()) {
      Duration termTime = runs.termTime().get();
      cancelNextTurn();
      endAfter(termTime, new ContainerExit.Signaled(Signal.TERM.number()));
    }
  }

  private void endAfter(Duration delay, ContainerExit how) {
    nextTurn = Optional.of(timeline().after(delay, () -> end(how)));
  }

  private void cancelNextTurn() {
    nextTurn.ifPresent(Scheduled::cancel);
    nextTurn = Optional.empty();
  }

  private Timeline timeline() {
    return clock.timeline();
  }
}

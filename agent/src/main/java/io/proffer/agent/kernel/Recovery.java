package io.proffer.agent.kernel;

import io.proffer.agent.container.ContainerExit;
import io.proffer.agent.container.ContainerId;
import io.proffer.agent.container.RecoveredContainer;
import io.proffer.agent.container.RunningContainer;
import io.proffer.agent.container.RuntimeKind;
import io.proffer.agent.state.AgentEvent.ContainerRan;
import io.proffer.agent.state.AgentEvent.MachineBooted;
import io.proffer.agent.state.AgentTask;
import io.proffer.agent.state.CustomExecutor;
import io.proffer.agent.state.TaskPhase;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Taking up again, after a restart of the agent, what its checkpoint says it was doing. */
final class Recovery {

  /** What a Docker engine says of a container that it found dead when it came up itself. */
  private static final ContainerExit FOUND_DEAD = new ContainerExit.Exited(255);

  private static final String GONE =
      "The task's container was gone when the agent came back; how it ended is not known";

  private static final String REBOOTED =
      "The agent's machine was rebooted while the task ran; how it ended is not known";

  private final Containers containers;
  private final Kills kills;
  private final Executors executors;

  Recovery(Containers containers, Kills kills, Executors executors) {
    this.containers = containers;
    this.kills = kills;
    this.executors = executors;
  }

  void recovered(Step step, AgentInput.Recovered recovered) {
    boolean rebooted = rebooted(step, recovered.bootId());
    recovered
        .bootId()
        .filter(boot -> !step.state().bootId().equals(Optional.of(boot)))
        .ifPresent(boot -> step.record(new MachineBooted(boot)));
    Map<ContainerId, RecoveredContainer> byId =
        recovered.containers().stream()
            .collect(Collectors.toMap(RecoveredContainer::id, Function.identity()));
    List<AgentTask> tasks = step.state().liveTasks().stream().filter(t -> !t.hosted()).toList();
    // What has ended by itself was not killed with its group, whatever is read first.
    step.overAlready(
        tasks.stream()
            .map(AgentTask::container)
            .filter(id -> !(byId.get(id) instanceof RecoveredContainer.Alive))
            .collect(Collectors.toSet()));
    for (AgentTask task : step.state().tasks()) {
      if (!task.live() && task.running().isPresent()) {
        // The agent may have died after it wrote down the end, and before this.
        step.perform(new AgentEffect.RemoveContainer(task.container()));
      }
    }
    for (AgentTask task : tasks) {
      Optional<RecoveredContainer> found = Optional.ofNullable(byId.get(task.container()));
      // As it is now: the end of another task of its group may have begun its own.
      step.state().task(task.key()).ifPresent(t -> recover(step, t, found, rebooted));
    }
    for (CustomExecutor executor : step.state().customExecutors()) {
      executors.recovered(step, executor, Optional.ofNullable(byId.get(executor.container())));
    }
  }

  private static boolean rebooted(Step step, Optional<String> bootId) {
    Optional<String> before = step.state().bootId();
    return before.isPresent() && bootId.isPresent() && !before.equals(bootId);
  }

  private void recover(
      Step step, AgentTask task, Optional<RecoveredContainer> found, boolean rebooted) {
    if (found.isEmpty()) {
      lost(step, task, rebooted);
      return;
    }
    switch (found.get()) {
      case RecoveredContainer.Alive c -> alive(step, task, c.container());
      case RecoveredContainer.Ended c ->
          containers.startedAndExited(
              step, c.container(), rebooted ? exitBeforeReboot(c) : c.exit());
      case RecoveredContainer.NeverStarted c -> lost(step, task, rebooted);
    }
  }

  /** A task may have ended before its machine did, and how may have been written down. */
  private static ContainerExit exitBeforeReboot(RecoveredContainer.Ended ended) {
    ContainerExit exit = ended.exit();
    boolean foundDead =
        ended.container().runtime().equals(RuntimeKind.DOCKER) && exit.equals(FOUND_DEAD);
    return foundDead || exit instanceof ContainerExit.Unknown
        ? new ContainerExit.Unknown(REBOOTED)
        : exit;
  }

  private void alive(Step step, AgentTask task, RunningContainer running) {
    if (task.phase() == TaskPhase.LAUNCHING) {
      containers.started(step, running);
      return;
    }
    if (!task.running().equals(Optional.of(running))) {
      step.record(new ContainerRan(task.key(), running));
    }
    if (task.killing().isPresent()) {
      kills.signal(step, task, task.killing().get());
    } else {
      containers.watchCompletionTime(step, task, running.startedAt());
      CheckSchedule.begin(step, task, running);
    }
  }

  private void lost(Step step, AgentTask task, boolean rebooted) {
    if (task.phase() == TaskPhase.LAUNCHING) {
      containers.neverStarted(step, task);
    } else {
      containers.exited(
          step, task.container(), new ContainerExit.Unknown(rebooted ? REBOOTED : GONE));
    }
  }
}

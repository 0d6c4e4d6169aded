package io.proffer.agent.kernel;

import io.proffer.agent.container.ContainerExit;
import io.proffer.agent.container.ContainerId;
import io.proffer.agent.container.RecoveredContainer;
import io.proffer.agent.container.RunningContainer;
import io.proffer.agent.state.AgentEvent.ContainerRan;
import io.proffer.agent.state.AgentTask;
import io.proffer.agent.state.TaskPhase;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Taking up again, after a restart of the agent, what its checkpoint says it was doing. */
final class Recovery {

  private final Containers containers;
  private final Kills kills;

  Recovery(Containers containers, Kills kills) {
    this.containers = containers;
    this.kills = kills;
  }

  void recovered(Step step, List<RecoveredContainer> found) {
    Map<ContainerId, RecoveredContainer> byId =
        found.stream().collect(Collectors.toMap(RecoveredContainer::id, Function.identity()));
    for (AgentTask task : step.state().liveTasks()) {
      RecoveredContainer container = byId.get(task.container());
      recover(step, task, Optional.ofNullable(container));
    }
  }

  private void recover(Step step, AgentTask task, Optional<RecoveredContainer> found) {
    if (found.isEmpty()) {
      lost(step, task);
      return;
    }
    switch (found.get()) {
      case RecoveredContainer.Alive c -> alive(step, task, c.container());
      case RecoveredContainer.Ended c -> containers.startedAndExited(step, c.container(), c.exit());
      case RecoveredContainer.NeverStarted c -> lost(step, task);
    }
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
    }
  }

  private void lost(Step step, AgentTask task) {
    if (task.phase() == TaskPhase.LAUNCHING) {
      containers.neverStarted(step, task);
    } else {
      containers.exited(
          step,
          task.container(),
          new ContainerExit.Unknown(
              "The task's container was gone when the agent came back; how it ended is not known"));
    }
  }
}

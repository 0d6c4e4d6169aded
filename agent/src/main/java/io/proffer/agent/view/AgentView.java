package io.proffer.agent.view;

import io.proffer.agent.container.ContainerId;
import io.proffer.agent.state.AgentEvent;
import io.proffer.agent.state.AgentExecutor;
import io.proffer.agent.state.AgentState;
import io.proffer.agent.state.AgentTask;
import io.proffer.agent.state.CustomExecutor;
import io.proffer.agent.state.ExecutorKey;
import io.proffer.agent.state.GroupExecutor;
import io.proffer.core.model.AgentId;
import io.proffer.core.model.FrameworkId;
import io.proffer.core.model.TaskKey;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The readers' copy of an agent's state, fed with the same facts in the same order, and with a
 * memory of what the agent itself has forgotten. Not safe for use by several threads; its snapshots
 * are.
 */
public final class AgentView {

  private static final int MAX_COMPLETED_FRAMEWORKS = 50;
  private static final AgentId UNNAMED = new AgentId("");

  private final AgentState state;
  private final Map<FrameworkId, FrameworkEntry> frameworks = new LinkedHashMap<>();
  private final Deque<FrameworkEntry> completed = new ArrayDeque<>();
  private final Map<TaskKey, ExecutorEntry> executorOf = new LinkedHashMap<>();
  private final Map<ExecutorKey, ContainerId> containerOf = new LinkedHashMap<>();
  private Optional<AgentSnapshot> snapshot = Optional.empty();

  /**
   * @param checkpoint what the agent knew when it started
   */
  public AgentView(List<? extends AgentEvent> checkpoint) {
    this.state = AgentState.of(checkpoint);
    state
        .frameworks()
        .forEach(f -> frameworks.put(FrameworkId.of(f.getId()), new FrameworkEntry(f)));
    for (AgentExecutor executor : state.executors()) {
      switch (executor) {
        case GroupExecutor e -> addGroup(e);
        case CustomExecutor e -> addCustom(e);
      }
    }
    state.tasks().forEach(this::addTask);
  }

  public void apply(AgentEvent event) {
    snapshot = Optional.empty();
    state.apply(event);
    switch (event) {
      case AgentEvent.FrameworkKnown e -> know(e);
      case AgentEvent.GroupAccepted e ->
          state.groupExecutor(e.executor()).ifPresent(this::addGroup);
      case AgentEvent.ExecutorAccepted e ->
          state.customExecutor(e.executor()).ifPresent(this::addCustom);
      case AgentEvent.ExecutorRan e -> executorRan(e);
      case AgentEvent.ExecutorEnded e -> executorEnded(e.executor());
      case AgentEvent.TaskDelivered e -> changed(e.task());
      case AgentEvent.TaskAccepted e -> state.task(e.task()).ifPresent(this::addTask);
      case AgentEvent.ContainerRan e -> changed(e.task());
      case AgentEvent.ContainerEnded e -> changed(e.task());
      case AgentEvent.KillBegun e -> changed(e.task());
      case AgentEvent.TaskChecked e -> changed(e.task());
      case AgentEvent.StatusRecorded e -> changed(e.task());
      case AgentEvent.UpdateForwarded e -> changed(e.task());
      case AgentEvent.UpdateAcknowledged e -> changed(e.task());
      case AgentEvent.TaskForgotten e -> forget(e.task());
      case AgentEvent.FrameworkForgotten e -> forget(e.framework());
      case AgentEvent.GroupExecutorEnded e -> {}
      case AgentEvent.ExecutorUsed e -> {}
      case AgentEvent.ExecutorEndBegun e -> {}
      case AgentEvent.ExecutorConnected e -> {}
      case AgentEvent.ExecutorDisconnected e -> {}
      case AgentEvent.UpdatesSeen e -> {}
      case AgentEvent.AgentNamed e -> {}
      case AgentEvent.RegistrationSent e -> {}
      case AgentEvent.ConnectionChanged e -> {}
      case AgentEvent.PingTimeoutSet e -> {}
      case AgentEvent.OversubscribedChanged e -> {}
      case AgentEvent.ContainerPreempted e -> {}
      case AgentEvent.ShutdownBegun e -> {}
      case AgentEvent.AgentRetired e -> {}
      case AgentEvent.MachineBooted e -> {}
      case AgentEvent.DrainBegun e -> {}
      case AgentEvent.DrainEnded e -> {}
      case AgentEvent.OfResources e -> {}
      case AgentEvent.OfProviders e -> {}
    }
  }

  /** The present, made once for as long as nothing changes. */
  public AgentSnapshot snapshot() {
    AgentSnapshot now = snapshot.orElseGet(this::take);
    snapshot = Optional.of(now);
    return now;
  }

  private AgentSnapshot take() {
    AgentId id = state.id().orElse(UNNAMED);
    return new AgentSnapshot(
        state.id(),
        state.connection(),
        state.drain(),
        frameworks.values().stream().map(f -> f.view(id)).toList(),
        completed.stream().map(f -> f.view(id)).toList(),
        state.ledger().converted(),
        state.ledger().operations(),
        state.providers().all());
  }

  private void know(AgentEvent.FrameworkKnown e) {
    FrameworkId id = FrameworkId.of(e.framework().getId());
    FrameworkEntry known = frameworks.get(id);
    if (known == null) {
      known = remembered(id).orElseGet(() -> new FrameworkEntry(e.framework()));
      frameworks.put(id, known);
    }
    known.changed(e.framework());
  }

  /** A framework that comes back is the one it was, with what it ran before. */
  private Optional<FrameworkEntry> remembered(FrameworkId id) {
    Optional<FrameworkEntry> entry = completed.stream().filter(f -> f.id().equals(id)).findFirst();
    entry.ifPresent(completed::remove);
    return entry;
  }

  private void addGroup(GroupExecutor executor) {
    framework(executor.key().framework())
        .add(
            new ExecutorEntry(
                executor.key().executor(),
                executor.key().framework(),
                executor.info(),
                true,
                executor.container(),
                executor.role()));
  }

  private void addCustom(CustomExecutor executor) {
    ExecutorEntry entry =
        new ExecutorEntry(
            executor.key().executor(),
            executor.key().framework(),
            executor.info(),
            false,
            executor.container(),
            executor.role());
    entry.lives(true);
    executor.running().ifPresent(entry::runsIn);
    framework(executor.key().framework()).add(entry);
    containerOf.put(executor.key(), executor.container());
  }

  private void executorRan(AgentEvent.ExecutorRan e) {
    framework(e.executor().framework()).executor(e.container().id()).runsIn(e.container());
  }

  private void executorEnded(ExecutorKey key) {
    ContainerId container = containerOf.remove(key);
    if (container != null) {
      ExecutorEntry entry = framework(key.framework()).executor(container);
      entry.lives(false);
      if (entry.over()) {
        framework(key.framework()).complete(entry);
      }
    }
  }

  private void addTask(AgentTask task) {
    FrameworkEntry framework = framework(task.key().framework());
    if (task.hosted()) {
      // The executor may have ended; what it ran is still shown under it.
      framework.add(ExecutorEntry.ofHosted(task));
      ExecutorEntry executor = framework.executor(task.container());
      executor.add(task);
      executorOf.put(task.key(), executor);
      return;
    }
    Optional<ContainerId> group =
        task.membership()
            .flatMap(m -> state.groupExecutor(m.executor()))
            .map(GroupExecutor::container);
    if (group.isEmpty()) {
      framework.add(ExecutorEntry.ofCommand(task));
    }
    ExecutorEntry executor = framework.executor(group.orElse(task.container()));
    executor.add(task);
    executorOf.put(task.key(), executor);
  }

  private void changed(TaskKey key) {
    AgentTask now = state.task(key).orElseThrow();
    entry(key).task(key).ifPresent(t -> t.changed(now));
  }

  private void forget(TaskKey key) {
    ExecutorEntry executor = entry(key);
    executor.forget(key);
    executorOf.remove(key);
    if (executor.over()) {
      framework(key.framework()).complete(executor);
    }
  }

  private void forget(FrameworkId framework) {
    FrameworkEntry entry = framework(framework);
    frameworks.remove(framework);
    completed.addLast(entry);
    if (completed.size() > MAX_COMPLETED_FRAMEWORKS) {
      completed.removeFirst();
    }
  }

  private FrameworkEntry framework(FrameworkId id) {
    FrameworkEntry entry = frameworks.get(id);
    if (entry == null) {
      throw new IllegalStateException("no framework " + id);
    }
    return entry;
  }

  private ExecutorEntry entry(TaskKey task) {
    ExecutorEntry entry = executorOf.get(task);
    if (entry == null) {
      throw new IllegalStateException("no task " + task);
    }
    return entry;
  }
}

package io.proffer.agent.state;

import com.google.protobuf.ByteString;
import io.proffer.agent.container.ContainerId;
import io.proffer.agent.state.AgentEvent.AgentNamed;
import io.proffer.agent.state.AgentEvent.AgentRetired;
import io.proffer.agent.state.AgentEvent.ConnectionChanged;
import io.proffer.agent.state.AgentEvent.ContainerEnded;
import io.proffer.agent.state.AgentEvent.ContainerPreempted;
import io.proffer.agent.state.AgentEvent.ContainerRan;
import io.proffer.agent.state.AgentEvent.DrainBegun;
import io.proffer.agent.state.AgentEvent.DrainEnded;
import io.proffer.agent.state.AgentEvent.ExecutorAccepted;
import io.proffer.agent.state.AgentEvent.ExecutorConnected;
import io.proffer.agent.state.AgentEvent.ExecutorDisconnected;
import io.proffer.agent.state.AgentEvent.ExecutorEndBegun;
import io.proffer.agent.state.AgentEvent.ExecutorEnded;
import io.proffer.agent.state.AgentEvent.ExecutorRan;
import io.proffer.agent.state.AgentEvent.ExecutorUsed;
import io.proffer.agent.state.AgentEvent.FrameworkForgotten;
import io.proffer.agent.state.AgentEvent.FrameworkKnown;
import io.proffer.agent.state.AgentEvent.GroupAccepted;
import io.proffer.agent.state.AgentEvent.GroupExecutorEnded;
import io.proffer.agent.state.AgentEvent.KillBegun;
import io.proffer.agent.state.AgentEvent.MachineBooted;
import io.proffer.agent.state.AgentEvent.OversubscribedChanged;
import io.proffer.agent.state.AgentEvent.PingTimeoutSet;
import io.proffer.agent.state.AgentEvent.RegistrationSent;
import io.proffer.agent.state.AgentEvent.ShutdownBegun;
import io.proffer.agent.state.AgentEvent.StatusRecorded;
import io.proffer.agent.state.AgentEvent.TaskAccepted;
import io.proffer.agent.state.AgentEvent.TaskChecked;
import io.proffer.agent.state.AgentEvent.TaskDelivered;
import io.proffer.agent.state.AgentEvent.TaskForgotten;
import io.proffer.agent.state.AgentEvent.UpdateAcknowledged;
import io.proffer.agent.state.AgentEvent.UpdateForwarded;
import io.proffer.agent.state.AgentEvent.UpdatesSeen;
import io.proffer.core.model.AgentId;
import io.proffer.core.model.FrameworkId;
import io.proffer.core.model.Resources;
import io.proffer.core.model.TaskKey;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.TaskStatus;

/**
 * What an agent knows. Changed by {@link #apply} alone; the same events give the same state. Not
 * safe for use by several threads: readers are given their own copy, fed with the same events.
 */
public final class AgentState {

  private final ResourceLedger ledger;
  private final ProviderTable providers = new ProviderTable();
  private Optional<AgentId> id = Optional.empty();
  private Connection connection = Connection.DISCONNECTED;
  private int registrationAttempts;
  private Optional<Duration> pingTimeout = Optional.empty();
  private Resources oversubscribed = Resources.empty();
  private Optional<String> shutdownReason = Optional.empty();
  private Optional<String> retired = Optional.empty();
  private Optional<String> bootId = Optional.empty();
  private Optional<Drain> drain = Optional.empty();
  private final Map<FrameworkId, FrameworkInfo> frameworks = new LinkedHashMap<>();
  private final Map<ExecutorKey, AgentExecutor> executors = new LinkedHashMap<>();
  private final Map<TaskKey, AgentTask> tasks = new LinkedHashMap<>();
  private final Map<FrameworkId, SequencedSet<TaskKey>> tasksOfFramework = new LinkedHashMap<>();
  private final Map<ExecutorKey, SequencedSet<TaskKey>> tasksOfExecutor = new LinkedHashMap<>();
  private final Map<ContainerId, TaskKey> taskOfContainer = new LinkedHashMap<>();
  private final Map<ContainerId, ExecutorKey> executorOfContainer = new LinkedHashMap<>();
  private final Map<TaskKey, SeenUpdates> seenUpdates = new LinkedHashMap<>();

  public AgentState() {
    this(new ResourceLedger());
  }

  private AgentState(ResourceLedger ledger) {
    this.ledger = ledger;
  }

  /**
   * The state that these facts, in this order, lead to. Those of an agent that has retired are the
   * past of another agent: they lead to nothing but the reservations and volumes of the machine.
   */
  public static AgentState of(Iterable<? extends AgentEvent> events) {
    AgentState state = new AgentState();
    for (AgentEvent event : events) {
      state.apply(event);
      if (state.retired().isPresent()) {
        state = state.successor();
      }
    }
    return state;
  }

  /** What the next agent on this machine begins with, when this one has retired. */
  AgentState successor() {
    return new AgentState(ledger.withoutOperations());
  }

  /** Empty until a master has named the agent. */
  public Optional<AgentId> id() {
    return id;
  }

  public Connection connection() {
    return connection;
  }

  /** How often the agent has asked to be registered on the open connection. */
  public int registrationAttempts() {
    return registrationAttempts;
  }

  public Optional<Duration> pingTimeout() {
    return pingTimeout;
  }

  /** What revocable tasks may hold together, as it was measured last. */
  public Resources oversubscribed() {
    return oversubscribed;
  }

  /** Why the agent is ending for good; empty while it is not. */
  public Optional<String> shutdownReason() {
    return shutdownReason;
  }

  /** Why the agent has ended for good; it decides nothing any more. */
  public Optional<String> retired() {
    return retired;
  }

  /** What operations have made of the agent's resources. */
  public ResourceLedger ledger() {
    return ledger;
  }

  /** Who else has resources on the agent's machine. */
  public ProviderTable providers() {
    return providers;
  }

  /** Names the boot of the machine in which the agent last ran; empty when that is not known. */
  public Optional<String> bootId() {
    return bootId;
  }

  /** How the agent is being drained; empty when it is not, and when nothing is left to drain. */
  public Optional<Drain> drain() {
    return drain;
  }

  public Collection<FrameworkInfo> frameworks() {
    return Collections.unmodifiableCollection(frameworks.values());
  }

  public Optional<FrameworkInfo> framework(FrameworkId framework) {
    return Optional.ofNullable(frameworks.get(framework));
  }

  public Collection<AgentExecutor> executors() {
    return Collections.unmodifiableCollection(executors.values());
  }

  public Optional<AgentExecutor> executor(ExecutorKey executor) {
    return Optional.ofNullable(executors.get(executor));
  }

  /** A built-in executor of task groups. */
  public Optional<GroupExecutor> groupExecutor(ExecutorKey executor) {
    return executors.get(executor) instanceof GroupExecutor group
        ? Optional.of(group)
        : Optional.empty();
  }

  public Optional<CustomExecutor> customExecutor(ExecutorKey executor) {
    return executors.get(executor) instanceof CustomExecutor custom
        ? Optional.of(custom)
        : Optional.empty();
  }

  /** The custom executor whose container this is. */
  public Optional<CustomExecutor> executorOf(ContainerId container) {
    return Optional.ofNullable(executorOfContainer.get(container)).flatMap(this::customExecutor);
  }

  /** A copy: the executors may be changed while it is walked. */
  public List<CustomExecutor> customExecutors() {
    return executors.values().stream()
        .filter(CustomExecutor.class::isInstance)
        .map(CustomExecutor.class::cast)
        .toList();
  }

  /** A copy: the executors may be changed while it is walked. */
  public List<CustomExecutor> customExecutorsOf(FrameworkId framework) {
    return customExecutors().stream().filter(e -> e.key().framework().equals(framework)).toList();
  }

  /** Whether an update of this uuid came from a task's custom executor before. */
  public boolean seen(TaskKey task, ByteString uuid) {
    SeenUpdates seen = seenUpdates.get(task);
    return seen != null && seen.contains(uuid);
  }

  /** The uuids of what came from a task's custom executor, oldest first. */
  List<ByteString> seen(TaskKey task) {
    SeenUpdates seen = seenUpdates.get(task);
    return seen == null ? List.of() : seen.uuids();
  }

  public Collection<AgentTask> tasks() {
    return Collections.unmodifiableCollection(tasks.values());
  }

  public Optional<AgentTask> task(TaskKey task) {
    return Optional.ofNullable(tasks.get(task));
  }

  public Optional<AgentTask> taskOf(ContainerId container) {
    return Optional.ofNullable(taskOfContainer.get(container)).flatMap(this::task);
  }

  /** A copy: the tasks may be changed while it is walked. */
  public List<AgentTask> tasksOf(FrameworkId framework) {
    return tasksAt(tasksOfFramework.getOrDefault(framework, Collections.emptySortedSet()));
  }

  /** A copy: the tasks may be changed while it is walked. */
  public List<AgentTask> tasksOf(ExecutorKey executor) {
    return tasksAt(tasksOfExecutor.getOrDefault(executor, Collections.emptySortedSet()));
  }

  /** Tasks that have not ended. */
  public List<AgentTask> liveTasks() {
    return tasks.values().stream().filter(AgentTask::live).toList();
  }

  /** Containers that may run, for recovery to ask about. */
  public List<ContainerId> liveContainers() {
    return Stream.concat(
            liveTasks().stream().filter(t -> !t.hosted()).map(AgentTask::container),
            customExecutors().stream().map(CustomExecutor::container))
        .toList();
  }

  /** Whether nothing runs, and nothing is being started. */
  public boolean idle() {
    return tasks.values().stream().noneMatch(AgentTask::live) && executorOfContainer.isEmpty();
  }

  private List<AgentTask> tasksAt(Set<TaskKey> keys) {
    return keys.stream().map(this::existing).toList();
  }

  private AgentTask existing(TaskKey key) {
    AgentTask task = tasks.get(key);
    if (task == null) {
      throw new IllegalStateException("no task " + key + " on this agent");
    }
    return task;
  }

  /** Makes a fact true. */
  public void apply(AgentEvent event) {
    switch (event) {
      case AgentNamed e -> id = Optional.of(e.agent());
      case FrameworkKnown e -> frameworks.put(FrameworkId.of(e.framework().getId()), e.framework());
      case FrameworkForgotten e -> frameworks.remove(e.framework());
      case GroupAccepted e -> acceptGroup(e);
      case GroupExecutorEnded e -> executors.remove(e.executor());
      case TaskAccepted e -> accept(e);
      case ContainerRan e -> change(e.task(), t -> t.ran(e.container()));
      case ContainerEnded e -> change(e.task(), AgentTask::ended);
      case KillBegun e -> change(e.task(), t -> t.killed(e.kill()));
      case TaskChecked e -> change(e.task(), t -> t.found(e.findings()));
      case StatusRecorded e -> {
        change(e.task(), t -> t.recorded(e.status()));
        see(e.task(), e.status());
      }
      case ExecutorAccepted e -> acceptExecutor(e);
      case ExecutorRan e -> changeExecutor(e.executor(), x -> x.ran(e.container()));
      case ExecutorUsed e -> changeExecutor(e.executor(), CustomExecutor::givenTask);
      case ExecutorEndBegun e -> changeExecutor(e.executor(), x -> x.ends(e.ending()));
      case ExecutorEnded e -> endExecutor(e.executor());
      case ExecutorConnected e -> changeExecutor(e.executor(), x -> x.connected(e.stream()));
      case ExecutorDisconnected e -> changeExecutor(e.executor(), CustomExecutor::disconnected);
      case TaskDelivered e -> change(e.task(), AgentTask::delivered);
      case UpdatesSeen e -> seenUpdates.put(e.task(), SeenUpdates.of(e.uuids()));
      case UpdateForwarded e -> change(e.task(), t -> t.forwarded(e.attempt()));
      case UpdateAcknowledged e -> change(e.task(), AgentTask::acknowledgedFirst);
      case TaskForgotten e -> forget(e.task());
      case RegistrationSent e -> registrationAttempts = e.attempt();
      case ConnectionChanged e -> {
        connection = e.connection();
        registrationAttempts = 0;
      }
      case PingTimeoutSet e -> pingTimeout = Optional.of(e.timeout());
      case OversubscribedChanged e -> oversubscribed = e.revocable();
      case ContainerPreempted e -> {} // counted, and told to people
      case ShutdownBegun e -> shutdownReason = Optional.of(e.reason());
      case MachineBooted e -> bootId = Optional.of(e.bootId());
      case AgentRetired e -> retired = Optional.of(e.reason());
      case DrainBegun e -> drain = Optional.of(e.drain());
      case DrainEnded e -> drain = Optional.empty();
      case AgentEvent.OfResources e -> ledger.apply(e);
      case AgentEvent.OfProviders e -> providers.apply(e);
    }
  }

  private void change(TaskKey key, UnaryOperator<AgentTask> change) {
    tasks.put(key, change.apply(existing(key)));
  }

  private void acceptGroup(GroupAccepted e) {
    executors.put(
        e.executor(),
        groupExecutor(e.executor())
            .map(GroupExecutor::withAnotherGroup)
            .orElseGet(
                () ->
                    new GroupExecutor(e.executor(), e.info(), e.container(), e.role(), 1, e.at())));
  }

  private void acceptExecutor(ExecutorAccepted e) {
    executors.put(e.executor(), CustomExecutor.accepted(e));
    executorOfContainer.put(e.container(), e.executor());
  }

  private void changeExecutor(ExecutorKey key, UnaryOperator<CustomExecutor> change) {
    CustomExecutor executor =
        customExecutor(key)
            .orElseThrow(() -> new IllegalStateException("no executor " + key + " on this agent"));
    executors.put(key, change.apply(executor));
  }

  private void endExecutor(ExecutorKey key) {
    AgentExecutor executor = executors.remove(key);
    if (executor != null) {
      executorOfContainer.remove(executor.container());
    }
  }

  private void see(TaskKey key, TaskStatus status) {
    if (existing(key).hosted() && status.getSource() == TaskStatus.Source.SOURCE_EXECUTOR) {
      seenUpdates.computeIfAbsent(key, k -> SeenUpdates.of(List.of())).add(status.getUuid());
    }
  }

  private void accept(TaskAccepted e) {
    tasks.put(e.task(), AgentTask.accepted(e));
    if (!existing(e.task()).hosted()) {
      taskOfContainer.put(e.container(), e.task());
    }
    tasksOfFramework
        .computeIfAbsent(e.task().framework(), k -> new LinkedHashSet<>())
        .add(e.task());
    e.membership()
        .ifPresent(
            m ->
                tasksOfExecutor
                    .computeIfAbsent(m.executor(), k -> new LinkedHashSet<>())
                    .add(e.task()));
  }

  private void forget(TaskKey key) {
    AgentTask task = existing(key);
    tasks.remove(key);
    seenUpdates.remove(key);
    taskOfContainer.remove(task.container());
    removeFrom(tasksOfFramework, key.framework(), key);
    task.membership().ifPresent(m -> removeFrom(tasksOfExecutor, m.executor(), key));
  }

  private static <K> void removeFrom(Map<K, SequencedSet<TaskKey>> index, K owner, TaskKey task) {
    index.computeIfPresent(
        owner,
        (k, keys) -> {
          keys.remove(task);
          return keys.isEmpty() ? null : keys;
        });
  }
}

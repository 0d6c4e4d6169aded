package io.proffer.master.state;

import com.google.protobuf.ByteString;
import io.proffer.core.model.AgentId;
import io.proffer.core.model.ExecutorId;
import io.proffer.core.model.FrameworkId;
import io.proffer.core.model.OfferId;
import io.proffer.core.model.Resources;
import io.proffer.core.model.TaskKey;
import io.proffer.master.state.MasterEvent.AgentAdmitted;
import io.proffer.master.state.MasterEvent.AgentDisconnected;
import io.proffer.master.state.MasterEvent.AgentMarkedGone;
import io.proffer.master.state.MasterEvent.AgentMarkedUnreachable;
import io.proffer.master.state.MasterEvent.AgentOversubscribed;
import io.proffer.master.state.MasterEvent.AgentRemoved;
import io.proffer.master.state.MasterEvent.AgentReregistered;
import io.proffer.master.state.MasterEvent.AgentsForgotten;
import io.proffer.master.state.MasterEvent.ConversionUndone;
import io.proffer.master.state.MasterEvent.ExecutorEnded;
import io.proffer.master.state.MasterEvent.ExecutorLaunched;
import io.proffer.master.state.MasterEvent.FactsRecovered;
import io.proffer.master.state.MasterEvent.FactsReplaced;
import io.proffer.master.state.MasterEvent.FrameworkCompleted;
import io.proffer.master.state.MasterEvent.FrameworkDisconnected;
import io.proffer.master.state.MasterEvent.FrameworkRecovered;
import io.proffer.master.state.MasterEvent.FrameworkResubscribed;
import io.proffer.master.state.MasterEvent.FrameworkSubscribed;
import io.proffer.master.state.MasterEvent.FrameworkUpdated;
import io.proffer.master.state.MasterEvent.OfOperation;
import io.proffer.master.state.MasterEvent.OfferEnded;
import io.proffer.master.state.MasterEvent.OfferMade;
import io.proffer.master.state.MasterEvent.OperationAccepted;
import io.proffer.master.state.MasterEvent.OperationEnded;
import io.proffer.master.state.MasterEvent.OperationRecovered;
import io.proffer.master.state.MasterEvent.OperationUpdated;
import io.proffer.master.state.MasterEvent.ProvidersChanged;
import io.proffer.master.state.MasterEvent.RolesSuppressed;
import io.proffer.master.state.MasterEvent.TaskBecameUnreachable;
import io.proffer.master.state.MasterEvent.TaskCompleted;
import io.proffer.master.state.MasterEvent.TaskLaunched;
import io.proffer.master.state.MasterEvent.TaskRecovered;
import io.proffer.master.state.MasterEvent.TaskUpdated;
import io.proffer.master.state.MasterEvent.UnreachableTaskEnded;
import io.proffer.master.state.MasterEvent.UpdateAcknowledged;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.mesos.v1.Protos.AgentInfo;

/**
 * Everything the master knows. Mutable, of immutable entities; only {@link #apply} changes it, so
 * that whoever applies the same events in the same order knows the same. Not thread-safe.
 * Collections are live, read-only views in the order in which their members came; copy what is to
 * be kept.
 */
public final class MasterState {

  private final AgentTable agents;
  private final FrameworkTable frameworks;
  private final OperationTable operations = new OperationTable();
  private final Maintenance maintenance = new Maintenance();
  private final RoleSettings roles = new RoleSettings();
  private long version;

  public MasterState(Retention retention) {
    agents = new AgentTable(retention);
    frameworks = new FrameworkTable(retention);
  }

  /** Grows with each event applied. */
  public long version() {
    return version;
  }

  // ---- agents

  /** The agents that are part of the cluster, connected or not. */
  public Collection<Agent> agents() {
    return agents.all();
  }

  public Optional<Agent> agent(AgentId id) {
    return agents.find(id);
  }

  /** The agent whose messages come over this link. */
  public Optional<Agent> agentAt(AgentLink link) {
    return agents.at(link);
  }

  /** The agents of a connection, each at its channel. */
  public Collection<Agent> agentsOn(long connection) {
    return agents.on(connection);
  }

  /** Since when which agents are unreachable. */
  public Map<AgentId, Instant> unreachableAgents() {
    return agents.unreachableSince();
  }

  /** The agents that a master before this one admitted, and that have not come back yet. */
  public Map<AgentId, AgentInfo> recoveredAgents() {
    return agents.recovered();
  }

  /** Since when which agents are known not to come back. */
  public Map<AgentId, Instant> goneAgents() {
    return agents.goneSince();
  }

  /** The agents that are offered to nobody, and why; unreachable ones too. */
  public Map<AgentId, Deactivation> deactivatedAgents() {
    return agents.activity().deactivated();
  }

  /** Why an agent is offered to nobody; empty when no operator wants that. */
  public Optional<Deactivation> deactivation(AgentId agent) {
    return Optional.ofNullable(deactivatedAgents().get(agent));
  }

  /** The deactivated agents that still have something to end. */
  public Set<AgentId> drainingAgents() {
    return agents.activity().draining();
  }

  /** The tasks that were on an agent when it became unreachable, and may be still. */
  public Collection<TaskKey> unreachableTasksOn(AgentId agent) {
    return agents.unreachableTasksOn(agent);
  }

  /** What tasks and executors hold on an agent. */
  public Resources usedOn(AgentId agent) {
    return agents.used(agent);
  }

  /** What is held out to frameworks of an agent. */
  public Resources offeredOn(AgentId agent) {
    return agents.offered(agent);
  }

  /** What nobody uses and nobody is offered of an agent; nothing when it is not connected. */
  public Resources freeOn(AgentId agent) {
    return agents.free(agent);
  }

  // ---- frameworks

  /** The frameworks that have not ended. */
  public Collection<Framework> frameworks() {
    return frameworks.active();
  }

  /** The frameworks that ended, in the order they did. */
  public Collection<Framework> completedFrameworks() {
    return frameworks.completed();
  }

  /** A framework that has not ended. */
  public Optional<Framework> framework(FrameworkId id) {
    return frameworks.find(id);
  }

  public boolean isCompleted(FrameworkId id) {
    return frameworks.isCompleted(id);
  }

  /** The framework whose events go to this stream. */
  public Optional<Framework> frameworkAt(StreamId stream) {
    return frameworks.at(stream);
  }

  /** What a framework's tasks and executors hold, everywhere. Costs a walk over them. */
  public Resources usedBy(FrameworkId framework) {
    Resources used = Resources.empty();
    for (Task task : tasks(framework)) {
      used = task.terminal() ? used : used.plus(task.resources());
    }
    for (Executor executor : executors(framework)) {
      used = used.plus(executor.resources());
    }
    return used;
  }

  /** What is held out to a framework, everywhere. Costs a walk over its offers. */
  public Resources offeredTo(FrameworkId framework) {
    Resources offered = Resources.empty();
    for (Offer offer : offersTo(framework)) {
      offered = offered.plus(offer.resources());
    }
    return offered;
  }

  // ---- tasks and executors

  /** A task that is neither completed nor unreachable. */
  public Optional<Task> task(TaskKey key) {
    return frameworks.of(key.framework()).flatMap(f -> f.task(key.task()));
  }

  /**
   * A framework's tasks that are neither completed nor unreachable: terminal ones only while an
   * update of theirs is not acknowledged.
   */
  public Collection<Task> tasks(FrameworkId framework) {
    return frameworks.get(framework).tasks();
  }

  /** An agent's tasks, of all frameworks. */
  public Collection<Task> tasksOn(AgentId agent) {
    return agents.get(agent).tasks();
  }

  /** The tasks of a framework, ended or not, that are over; the newest last. */
  public Collection<Task> completedTasks(FrameworkId framework) {
    return frameworks.get(framework).completedTasks();
  }

  /** The tasks of a framework, ended or not, whose agents are unreachable; the newest last. */
  public Collection<Task> unreachableTasks(FrameworkId framework) {
    return frameworks.get(framework).unreachableTasks();
  }

  public Optional<Task> unreachableTask(TaskKey key) {
    return frameworks.of(key.framework()).flatMap(f -> f.unreachableTask(key.task()));
  }

  public Optional<Executor> executor(ExecutorKey key) {
    return agents.get(key.agent()).executor(key);
  }

  /** A framework's executors, on all agents. */
  public Collection<Executor> executors(FrameworkId framework) {
    return frameworks.get(framework).executors();
  }

  /** An agent's executors, of all frameworks. */
  public Collection<Executor> executorsOn(AgentId agent) {
    return agents.get(agent).executors();
  }

  /** The executors of one framework on one agent. */
  public Collection<ExecutorId> executorsOf(FrameworkId framework, AgentId agent) {
    return agents.get(agent).executorsOf(framework);
  }

  // ---- offers

  public Collection<Offer> offers() {
    return agents.offers();
  }

  public Optional<Offer> offer(OfferId id) {
    return agents.offer(id);
  }

  public Collection<Offer> offersTo(FrameworkId framework) {
    return frameworks.get(framework).offers();
  }

  public Collection<Offer> offersOn(AgentId agent) {
    return agents.get(agent).offers();
  }

  // ---- operations

  /** The operations that are not over, in the order they were accepted. */
  public Collection<OfferOperation> operations() {
    return operations.all();
  }

  public Optional<OfferOperation> operation(ByteString uuid) {
    return operations.find(uuid);
  }

  /** The operation that a framework has given this id. */
  public Optional<OfferOperation> operation(FrameworkId framework, String id) {
    return operations.find(framework, id);
  }

  /** A copy: a framework's operations that are not over. */
  public List<OfferOperation> operationsOf(FrameworkId framework) {
    return operations.of(framework);
  }

  /** A copy: an agent's operations that are not over. */
  public List<OfferOperation> operationsOn(AgentId agent) {
    return operations.on(agent);
  }

  // ---- maintenance

  /** Live: what operators work on, or are going to. */
  public Maintenance maintenance() {
    return maintenance;
  }

  // ---- roles

  /** Live: what operators have said about roles. */
  public RoleSettings roles() {
    return roles;
  }

  // ---- change

  /** Makes a fact known. */
  public void apply(MasterEvent event) {
    version++;
    switch (event) {
      case FactsRecovered e -> recovered(e.facts(), e.at());
      case FactsReplaced e -> {} // the next master knows them
      case AgentAdmitted e -> agents.put(e.agent());
      case AgentReregistered e -> agents.put(e.agent());
      case AgentOversubscribed e -> agents.oversubscribed(e.agent(), e.revocable());
      case AgentDisconnected e -> agents.disconnected(e.agent());
      case AgentMarkedUnreachable e -> {
        agents.becameUnreachable(e.agent(), e.at());
        maintenance.forget(e.agent());
      }
      case AgentRemoved e -> {
        agents.remove(e.agent());
        maintenance.forget(e.agent());
      }
      case AgentMarkedGone e -> {
        agents.gone(e.agent(), e.at());
        maintenance.forget(e.agent());
      }
      case AgentsForgotten e -> agents.forget(e.unreachable(), e.gone());
      case MasterEvent.OfActivity e -> agents.activity().apply(e);
      case MasterEvent.OfMaintenance e -> maintenance.apply(e);
      case MasterEvent.OfRoles e -> roles.apply(e);
      case FrameworkSubscribed e -> frameworks.put(e.framework());
      case FrameworkRecovered e -> frameworks.put(e.framework());
      case FrameworkResubscribed e -> {
        frameworks.updated(e.framework(), e.info(), e.roles(), e.suppressedRoles());
        frameworks.resubscribed(e.framework(), e.stream(), e.at());
      }
      case FrameworkUpdated e ->
          frameworks.updated(e.framework(), e.info(), e.roles(), e.suppressedRoles());
      case RolesSuppressed e -> frameworks.suppressed(e.framework(), e.suppressedRoles());
      case FrameworkDisconnected e -> frameworks.disconnected(e.framework(), e.at());
      case FrameworkCompleted e -> {
        frameworks.ended(e.framework(), e.at());
        maintenance.forget(e.framework());
      }
      case OfferMade e -> made(e.offer());
      case OfferEnded e -> ended(e.offer());
      case TaskLaunched e -> put(e.task());
      case TaskRecovered e -> put(e.task());
      case TaskUpdated e -> task(e.task()).ifPresent(t -> put(t.updated(e.status(), e.latest())));
      case UpdateAcknowledged e -> task(e.task()).ifPresent(t -> put(t.acknowledged(e.uuid())));
      case TaskCompleted e -> task(e.task()).ifPresent(this::completed);
      case TaskBecameUnreachable e -> task(e.task()).ifPresent(t -> unreachable(t, e));
      case UnreachableTaskEnded e -> unreachableTask(e.task()).ifPresent(t -> ended(t, e));
      case ExecutorLaunched e -> launched(e.executor());
      case ExecutorEnded e -> ended(e.executor());
      case OfOperation e -> apply(e);
    }
  }

  private void recovered(DurableFacts facts, Instant at) {
    agents.recover(facts);
    maintenance.recover(facts.schedule(), facts.machinesDown());
    facts.frameworks().forEach(framework -> frameworks.put(framework.disconnected(at)));
    facts.completedFrameworks().forEach(frameworks::putCompleted);
    roles.recover(facts);
  }

  private void apply(OfOperation event) {
    switch (event) {
      case OperationAccepted e -> {
        agents.convert(e.operation().agent(), e.total());
        put(e.operation());
      }
      case OperationRecovered e -> put(e.operation());
      case OperationUpdated e ->
          operation(e.operation()).ifPresent(o -> put(o.updated(e.status())));
      case OperationEnded e -> {
        operation(e.operation())
            .ifPresent(o -> agents.hold(o.agent(), o.uuid(), Resources.empty()));
        operations.remove(e.operation());
      }
      case ProvidersChanged e -> agents.provided(e.agent(), e.total(), e.providers());
      case ConversionUndone e -> agents.convert(e.agent(), e.total());
    }
  }

  private void put(OfferOperation operation) {
    operations.put(operation);
    agents.hold(operation.agent(), operation.uuid(), operation.holds());
  }

  private void made(Offer offer) {
    agents.put(offer);
    frameworks.require(offer.framework()).put(offer);
  }

  private void ended(OfferId id) {
    Offer offer = agents.removeOffer(id);
    if (offer != null) {
      frameworks.require(offer.framework()).remove(offer);
    }
  }

  private void put(Task task) {
    frameworks.put(task);
    agents.put(task);
  }

  private void completed(Task task) {
    agents.require(task.agent()).removeTask(task.key());
    frameworks.completed(task);
  }

  private void unreachable(Task task, TaskBecameUnreachable event) {
    agents.becameUnreachable(task);
    frameworks.unreachable(
        event.status().map(status -> task.updated(status, status.getState())).orElse(task));
  }

  private void ended(Task task, UnreachableTaskEnded event) {
    agents.noLongerUnreachable(task);
    frameworks.completed(task.updated(event.status(), event.status().getState()));
  }

  private void launched(Executor executor) {
    agents.require(executor.agent()).put(executor);
    frameworks.require(executor.framework()).put(executor);
  }

  private void ended(ExecutorKey key) {
    agents.require(key.agent()).removeExecutor(key);
    frameworks.require(key.framework()).removeExecutor(key);
  }
}

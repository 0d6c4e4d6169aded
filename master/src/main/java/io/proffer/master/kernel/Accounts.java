package io.proffer.master.kernel;

import com.google.protobuf.ByteString;
import io.proffer.core.model.AgentId;
import io.proffer.core.model.FrameworkId;
import io.proffer.core.model.Resources;
import io.proffer.core.model.TaskKey;
import io.proffer.master.allocator.Allocator;
import io.proffer.master.allocator.RefusalNews;
import io.proffer.master.state.Executor;
import io.proffer.master.state.Framework;
import io.proffer.master.state.MasterEvent;
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
import io.proffer.master.state.MasterEvent.OperationUpdated;
import io.proffer.master.state.MasterEvent.ProvidersChanged;
import io.proffer.master.state.MasterEvent.QuotasUpdated;
import io.proffer.master.state.MasterEvent.RolesSuppressed;
import io.proffer.master.state.MasterEvent.TaskBecameUnreachable;
import io.proffer.master.state.MasterEvent.TaskCompleted;
import io.proffer.master.state.MasterEvent.TaskLaunched;
import io.proffer.master.state.MasterEvent.TaskRecovered;
import io.proffer.master.state.MasterEvent.TaskUpdated;
import io.proffer.master.state.MasterEvent.UnreachableTaskEnded;
import io.proffer.master.state.MasterEvent.UpdateAcknowledged;
import io.proffer.master.state.MasterEvent.WeightsUpdated;
import io.proffer.master.state.MasterState;
import io.proffer.master.state.Offer;
import io.proffer.master.state.OfferOperation;
import io.proffer.master.state.Quota;
import io.proffer.master.state.Task;
import java.util.List;
import java.util.Optional;

/**
 * Keeps the allocator's books: makes events known to the state, and tells the allocator what each
 * one means for who holds what. Since all changes pass here, the two cannot disagree.
 */
final class Accounts {
  private final MasterState state;
  private final Allocator allocator;

  Accounts(MasterState state, Allocator allocator) {
    this.state = state;
    this.allocator = allocator;
  }

  /** What has changed of what frameworks do not want since this was asked last. */
  List<RefusalNews> takeRefusalNews() {
    return allocator.takeRefusalNews();
  }

  void apply(MasterEvent event) {
    switch (event) {
      case FactsRecovered e -> recovered(e);
      case FactsReplaced e -> state.apply(e);
      case AgentAdmitted e -> agentChanged(event, e.agent().id());
      case AgentReregistered e -> agentReturned(e);
      case AgentOversubscribed e -> agentChanged(event, e.agent());
      case AgentDisconnected e -> agentChanged(event, e.agent());
      case AgentMarkedUnreachable e -> agentGone(event, e.agent());
      case AgentRemoved e -> agentGone(event, e.agent());
      case AgentMarkedGone e -> agentGone(event, e.agent());
      case AgentsForgotten e -> state.apply(e);
      case MasterEvent.OfActivity e -> agentChanged(event, e.agent());
      case MasterEvent.OfMaintenance e -> state.apply(e);
      case WeightsUpdated e -> weightsUpdated(e);
      case QuotasUpdated e -> quotasUpdated(e);
      case FrameworkSubscribed e -> frameworkChanged(event, e.framework().id());
      case FrameworkRecovered e -> frameworkChanged(event, e.framework().id());
      case FrameworkResubscribed e -> frameworkChanged(event, e.framework());
      case FrameworkUpdated e -> frameworkChanged(event, e.framework());
      case RolesSuppressed e -> frameworkChanged(event, e.framework());
      case FrameworkDisconnected e -> frameworkChanged(event, e.framework());
      case FrameworkCompleted e -> frameworkCompleted(event, e.framework());
      case OfferMade e -> offerMade(event, e.offer());
      case OfferEnded e -> offerEnded(event, state.offer(e.offer()));
      case TaskLaunched e -> taskChanged(event, e.task().key());
      case TaskRecovered e -> taskChanged(event, e.task().key());
      case TaskUpdated e -> taskChanged(event, e.task());
      case UpdateAcknowledged e -> state.apply(e);
      case TaskCompleted e -> taskChanged(event, e.task());
      case TaskBecameUnreachable e -> taskChanged(event, e.task());
      case UnreachableTaskEnded e -> state.apply(e);
      case ExecutorLaunched e -> executorLaunched(event, e.executor());
      case ExecutorEnded e -> executorEnded(event, state.executor(e.executor()));
      case OperationAccepted e -> agentChanged(event, e.operation().agent());
      case ConversionUndone e -> agentChanged(event, e.agent());
      case ProvidersChanged e -> agentChanged(event, e.agent());
      case OperationUpdated e -> operationChanged(event, e.operation());
      case OperationEnded e -> operationChanged(event, e.operation());
      case OfOperation e -> state.apply(e);
    }
  }

  private void recovered(FactsRecovered event) {
    state.apply(event);
    state.frameworks().forEach(this::put);
    state.roles().weights().forEach(allocator::putWeight);
    state.roles().quotas().forEach(allocator::putQuota);
  }

  private void agentChanged(MasterEvent event, AgentId id) {
    state.apply(event);
    state
        .agent(id)
        .ifPresent(
            a ->
                allocator.putAgent(
                    id, a.total(), a.connected() && state.deactivation(id).isEmpty()));
  }

  /** What an operation held may be free now. */
  private void operationChanged(MasterEvent event, ByteString uuid) {
    Optional<OfferOperation> holding = state.operation(uuid).filter(o -> !o.holds().isEmpty());
    if (holding.isPresent()) {
      agentChanged(event, holding.get().agent());
    } else {
      state.apply(event);
    }
  }

  /** A refusal was of the agent as it was: of one that has changed nobody has said anything yet. */
  private void agentReturned(AgentReregistered event) {
    if (event.changed()) {
      allocator.forgetRefusals(event.agent().id());
    }
    agentChanged(event, event.agent().id());
  }

  private void agentGone(MasterEvent event, AgentId id) {
    state.apply(event);
    allocator.removeAgent(id);
  }

  private void weightsUpdated(WeightsUpdated event) {
    state.apply(event);
    event.weights().forEach(info -> allocator.putWeight(info.getRole(), info.getWeight()));
  }

  private void quotasUpdated(QuotasUpdated event) {
    state.apply(event);
    event.configs().forEach(config -> allocator.putQuota(config.getRole(), Quota.of(config)));
  }

  private void frameworkChanged(MasterEvent event, FrameworkId id) {
    state.apply(event);
    state.framework(id).ifPresent(this::put);
  }

  private void put(Framework framework) {
    allocator.putFramework(
        framework.id(),
        framework.info(),
        framework.roles(),
        framework.suppressedRoles(),
        framework.connected());
  }

  private void frameworkCompleted(MasterEvent event, FrameworkId id) {
    state.apply(event);
    allocator.removeFramework(id);
  }

  private void offerMade(MasterEvent event, Offer offer) {
    state.apply(event);
    allocator.hold(offer.framework(), offer.role(), offer.agent(), offer.resources(), true);
  }

  private void offerEnded(MasterEvent event, Optional<Offer> offer) {
    state.apply(event);
    offer.ifPresent(o -> allocator.giveBack(o.framework(), o.role(), o.agent(), o.resources()));
  }

  private void taskChanged(MasterEvent event, TaskKey key) {
    Optional<Task> before = state.task(key);
    state.apply(event);
    Optional<Task> after = state.task(key);
    Resources held = before.map(Accounts::held).orElse(Resources.empty());
    Resources holds = after.map(Accounts::held).orElse(Resources.empty());
    if (!held.equals(holds)) {
      before.ifPresent(t -> allocator.giveBack(key.framework(), t.role(), t.agent(), held));
      after.ifPresent(t -> allocator.hold(key.framework(), t.role(), t.agent(), holds, false));
    }
  }

  private void executorLaunched(MasterEvent event, Executor executor) {
    executorEnded(event, state.executor(executor.key()));
    allocator.hold(
        executor.framework(), executor.role(), executor.agent(), executor.resources(), false);
  }

  private void executorEnded(MasterEvent event, Optional<Executor> executor) {
    state.apply(event);
    executor.ifPresent(e -> allocator.giveBack(e.framework(), e.role(), e.agent(), e.resources()));
  }

  private static Resources held(Task task) {
    return task.terminal() ? Resources.empty() : task.resources();
  }
}

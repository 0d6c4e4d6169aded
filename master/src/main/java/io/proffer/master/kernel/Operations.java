package io.proffer.master.kernel;

import com.google.protobuf.ByteString;
import io.proffer.core.model.AgentId;
import io.proffer.core.model.FrameworkId;
import io.proffer.core.model.OperationResources;
import io.proffer.core.model.OperationStates;
import io.proffer.core.model.ProviderId;
import io.proffer.core.model.ResourceConversion;
import io.proffer.core.model.ResourceConversions;
import io.proffer.core.model.Resources;
import io.proffer.core.protocol.link.FromAgent;
import io.proffer.core.protocol.link.FromAgent.ReportedOperation;
import io.proffer.core.protocol.link.FromAgent.ReportedResources;
import io.proffer.core.protocol.link.ToAgent;
import io.proffer.master.state.Agent;
import io.proffer.master.state.AgentProvider;
import io.proffer.master.state.Framework;
import io.proffer.master.state.MasterEvent.ConversionUndone;
import io.proffer.master.state.MasterEvent.OperationAccepted;
import io.proffer.master.state.MasterEvent.OperationEnded;
import io.proffer.master.state.MasterEvent.OperationRecovered;
import io.proffer.master.state.MasterEvent.OperationUpdated;
import io.proffer.master.state.MasterState;
import io.proffer.master.state.OfferOperation;
import io.proffer.master.validation.OperationValidation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.mesos.v1.Protos.Offer.Operation;
import org.apache.mesos.v1.Protos.OperationState;
import org.apache.mesos.v1.Protos.OperationStatus;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.scheduler.Protos.Call;

/**
 * The life of operations on resources. They are held to be done as soon as they are accepted, so
 * that what follows can build on them; the agent, which does them, has the last word.
 */
final class Operations {
  private final Turn turn;
  private final MasterState state;
  private final Ids ids;
  private final Offers offers;

  Operations(Turn turn, Ids ids, Offers offers) {
    this.turn = turn;
    this.state = turn.state();
    this.ids = ids;
    this.offers = offers;
  }

  /** Does an operation that was found to be valid, and possible, on an agent. */
  void accept(Optional<FrameworkId> framework, Agent agent, Operation operation) {
    Agent now = state.agent(agent.id()).orElseThrow();
    Operation unallocated = OperationValidation.unallocated(operation);
    Resources total =
        OperationResources.isSpeculative(operation)
            ? ResourceConversions.apply(ResourceConversions.of(unallocated), now.total())
            : now.total();
    Optional<AgentProvider> provider =
        OperationResources.provider(operation).flatMap(now::provider);
    ByteString uuid = ids.nextOperation();
    turn.happened(
        new OperationAccepted(
            OfferOperation.accepted(uuid, framework, agent.id(), operation), total));
    turn.send(
        now,
        new ToAgent.ApplyOperation(
            uuid,
            framework,
            // A resource provider says in turn to whom what it makes of them is allocated.
            provider.isPresent() ? operation : unallocated,
            provider.map(AgentProvider::version)));
  }

  /** An agent says what became of an operation. */
  void update(Agent agent, FromAgent.OperationUpdate update) {
    Optional<OfferOperation> known = state.operation(update.operation());
    if (known.isEmpty()) {
      believe(agent, update.total());
      // Nobody waits for it any more: its framework has ended, or was told that it is lost.
      acknowledge(agent, update.operation(), update.status());
      return;
    }
    OfferOperation operation = known.get();
    if (isPassing(update.status())) {
      if (operation.wantsFeedback()) {
        tell(operation, named(update.status(), operation));
      }
      return;
    }
    turn.happened(new OperationUpdated(operation.uuid(), update.status()));
    if (operation.pending() && update.status().getState() != OperationState.OPERATION_FINISHED) {
      believe(agent, update.total());
    }
    boolean over = OperationStates.isTerminal(update.status().getState());
    if (operation.wantsFeedback()) {
      tell(operation, named(update.status(), operation));
      over &= !update.status().hasUuid(); // or else when it is acknowledged
    } else {
      acknowledge(agent, operation.uuid(), update.status());
    }
    if (over) {
      turn.happened(new OperationEnded(operation.uuid()));
    }
  }

  /** Whether it only says that nothing can be said now. */
  private static boolean isPassing(OperationStatus status) {
    return !status.hasUuid() && !OperationStates.isTerminal(status.getState());
  }

  private static OperationStatus named(OperationStatus status, OfferOperation operation) {
    return status.hasOperationId()
        ? status
        : status.toBuilder().setOperationId(operation.info().getId()).build();
  }

  /**
   * The agent's own resources are what it says, and not what they were held to be; but what is on
   * its way to it still counts. What its resource providers have it says otherwise.
   */
  private void believe(Agent agent, List<Resource> reported) {
    if (reported.isEmpty() || Resources.problem(reported).isPresent()) {
      return;
    }
    Resources total =
        Resources.of(reported)
            .filter(e -> e.provider().isEmpty())
            .plus(agent.total().filter(e -> e.isRevocable() && e.provider().isEmpty()));
    for (OfferOperation other : state.operationsOn(agent.id())) {
      if (other.pending() && other.provider().isEmpty()) {
        List<ResourceConversion> conversions = ResourceConversions.of(other.info());
        if (ResourceConversions.problem(conversions, total).isEmpty()) {
          total = ResourceConversions.apply(conversions, total);
        }
      }
    }
    total = total.plus(agent.total().filter(e -> e.provider().isPresent()));
    if (!total.equals(agent.total())) {
      offers.rescindAllOn(agent.id());
      turn.happened(new ConversionUndone(agent.id(), total));
    }
  }

  /** A framework has taken a status. */
  void acknowledged(Framework framework, Call.AcknowledgeOperationStatus call) {
    Optional<OfferOperation> known =
        state.operation(framework.id(), call.getOperationId().getValue());
    Optional<Agent> agent = state.agent(AgentId.of(call.getAgentId())).filter(Agent::connected);
    if (agent.isEmpty() || known.isEmpty() || !known.get().told(call.getUuid())) {
      return; // said twice, or about another
    }
    OfferOperation operation = known.get();
    if (!operation.pending()) {
      turn.happened(new OperationEnded(operation.uuid()));
    }
    turn.send(
        agent.get(),
        new ToAgent.AcknowledgeOperation(operation.uuid(), call.getUuid(), operation.provider()));
  }

  /** An agent is back: what it does not know never reached it. */
  void reported(Agent agent, ReportedResources resources) {
    Set<ByteString> reported = new HashSet<>();
    for (ReportedOperation operation : all(resources)) {
      reported.add(operation.uuid());
      reported(agent, operation);
    }
    for (OfferOperation operation : state.operationsOn(agent.id())) {
      if (!reported.contains(operation.uuid()) && !isAway(operation.provider(), agent)) {
        lost(
            operation,
            OperationState.OPERATION_DROPPED,
            "Reconciliation: operation unknown to the agent");
      }
    }
    forgetThoseOfAbsentProviders(agent);
  }

  private static List<ReportedOperation> all(ReportedResources resources) {
    List<ReportedOperation> all = new ArrayList<>(resources.operations());
    resources.providers().forEach(provider -> all.addAll(provider.operations()));
    return all;
  }

  private static boolean isAway(Optional<ProviderId> provider, Agent agent) {
    return provider.filter(id -> agent.provider(id).isEmpty()).isPresent();
  }

  /** What an agent, or a resource provider of it, says it knows of an operation. */
  void reported(Agent agent, ReportedOperation operation) {
    boolean decided = OperationStates.isTerminal(operation.latest().getState());
    Optional<OfferOperation> known = state.operation(operation.uuid());
    if (known.isEmpty()) {
      turn.happened(new OperationRecovered(recovered(agent, operation)));
    } else if (decided && known.get().pending()) {
      turn.happened(new OperationUpdated(operation.uuid(), operation.latest()));
    }
  }

  /** They are known again when their resource providers come back and name them. */
  void forgetThoseOfAbsentProviders(Agent agent) {
    for (OfferOperation operation : state.operationsOn(agent.id())) {
      if (isAway(operation.provider(), agent)) {
        turn.happened(new OperationEnded(operation.uuid()));
      }
    }
  }

  private static OfferOperation recovered(Agent agent, ReportedOperation operation) {
    return new OfferOperation(
        operation.uuid(),
        operation.framework(),
        agent.id(),
        operation.operation(),
        operation.latest(),
        OperationStates.isTerminal(operation.latest().getState())
            ? List.of(operation.latest())
            : List.of());
  }

  /** The agent will not say any more what becomes of its operations. */
  void agentGone(Agent agent, OperationState as, String why) {
    state.operationsOn(agent.id()).forEach(operation -> lost(operation, as, why));
  }

  private void lost(OfferOperation operation, OperationState as, String why) {
    turn.happened(new OperationEnded(operation.uuid()));
    if (operation.pending() && operation.wantsFeedback()) {
      tell(
          operation,
          OperationStatus.newBuilder()
              .setOperationId(operation.info().getId())
              .setState(as)
              .setMessage(why)
              .setAgentId(operation.agent().toProto())
              .build());
    }
  }

  /** Nobody is going to acknowledge what becomes of a framework's operations. */
  void frameworkGone(FrameworkId framework) {
    for (OfferOperation operation : state.operationsOf(framework)) {
      turn.happened(new OperationEnded(operation.uuid()));
      state
          .agent(operation.agent())
          .filter(agent -> !operation.statuses().isEmpty())
          .ifPresent(agent -> acknowledge(agent, operation.uuid(), operation.statuses().getLast()));
    }
  }

  private void acknowledge(Agent agent, ByteString operation, OperationStatus status) {
    if (status.hasUuid()) {
      turn.send(
          agent,
          new ToAgent.AcknowledgeOperation(
              operation,
              status.getUuid().getValue(),
              status.hasResourceProviderId()
                  ? Optional.of(ProviderId.of(status.getResourceProviderId()))
                  : Optional.empty()));
    }
  }

  private void tell(OfferOperation operation, OperationStatus status) {
    operation
        .framework()
        .flatMap(state::framework)
        .ifPresent(framework -> turn.send(framework, SchedulerEvents.operation(status)));
  }
}

package io.proffer.agent.kernel;

import com.google.protobuf.ByteString;
import io.proffer.agent.state.AgentEvent.ProviderOperationChanged;
import io.proffer.agent.state.AgentEvent.ProviderOperationForgotten;
import io.proffer.agent.state.Connection;
import io.proffer.agent.state.ProviderOperation;
import io.proffer.agent.state.ResourceProvider;
import io.proffer.core.model.FrameworkId;
import io.proffer.core.model.OperationResources;
import io.proffer.core.model.OperationStates;
import io.proffer.core.model.ProviderId;
import io.proffer.core.model.ResourceConversion;
import io.proffer.core.model.ResourceConversions;
import io.proffer.core.model.Resources;
import io.proffer.core.protocol.link.FromAgent;
import io.proffer.core.protocol.link.ToAgent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.mesos.v1.Protos.Offer.Operation;
import org.apache.mesos.v1.Protos.OperationState;
import org.apache.mesos.v1.Protos.OperationStatus;
import org.apache.mesos.v1.resource_provider.Protos.Call;

/**
 * Operations on the resources of resource providers: handed over, and what becomes of them handed
 * back. A resource provider tells until it is acknowledged; the agent does not write them down.
 */
final class ProviderOperations {

  /** Whether the master was last told of some. */
  private boolean toldOfSome;

  /** A master that has registered the agent again knows what was true before. */
  void registered(Step step) {
    if (toldOfSome || !step.state().providers().all().isEmpty()) {
      tellMaster(step);
    }
  }

  /** Says what resource providers there are, and what they have. */
  void tellMaster(Step step) {
    if (step.state().connection() != Connection.REGISTERED) {
      return; // it is told when the agent is
    }
    List<FromAgent.ReportedProvider> providers = ProviderReports.of(step.state());
    toldOfSome = !providers.isEmpty();
    step.perform(new AgentEffect.Send(new FromAgent.ProvidersChanged(providers)));
  }

  void apply(Step step, ProviderId id, ToAgent.ApplyOperation message) {
    Optional<ResourceProvider> provider =
        step.state().providers().find(id).filter(p -> p.version().isPresent());
    if (provider.isEmpty()) {
      drop(step, id, message, "Resource provider " + id + " is not subscribed");
      return;
    }
    if (provider.get().operation(message.uuid()).isPresent()) {
      return; // said twice
    }
    Optional<Resources> total = converted(provider.get().total(), message.operation());
    if (total.isEmpty()) {
      drop(step, id, message, "Resource provider " + id + " does not have these resources");
      return;
    }
    OperationStatus pending =
        completed(step, message.operation(), status(id, OperationState.OPERATION_PENDING));
    step.record(
        new ProviderOperationChanged(
            id,
            new ProviderOperation(
                message.uuid(), message.framework(), message.operation(), pending, List.of()),
            total.get()));
    step.perform(
        new AgentEffect.TellProvider(
            provider.get().stream(),
            ProviderEvents.apply(
                message.uuid(),
                message.framework(),
                message.operation(),
                message.version().or(provider.get()::version).orElseThrow())));
  }

  /** What is left when it is done at once, as others build on it; empty when it is impossible. */
  private static Optional<Resources> converted(Resources total, Operation operation) {
    if (!OperationResources.isSpeculative(operation)) {
      return total.contains(OperationResources.heldBy(operation))
          ? Optional.of(total)
          : Optional.empty();
    }
    List<ResourceConversion> conversions = ResourceConversions.of(operation);
    return ResourceConversions.problem(conversions, total).isPresent()
        ? Optional.empty()
        : Optional.of(ResourceConversions.apply(conversions, total));
  }

  /** It is not going to be done; the master is told what the resources are without it. */
  private void drop(Step step, ProviderId id, ToAgent.ApplyOperation message, String why) {
    OperationStatus status =
        status(id, OperationState.OPERATION_DROPPED).toBuilder().setMessage(why).build();
    tellMaster(step);
    forward(
        step, message.uuid(), message.framework(), completed(step, message.operation(), status));
  }

  /** A resource provider says what became of an operation, which the agent need not know. */
  void told(Step step, ResourceProvider provider, Call.UpdateOperationStatus update) {
    ByteString uuid = update.getOperationUuid().getValue();
    Optional<ProviderOperation> known = provider.operation(uuid);
    OperationStatus status = completed(step, known, update.getStatus());
    if (known.isPresent()) {
      OperationStatus newest =
          update.hasLatestStatus() ? completed(step, known, update.getLatestStatus()) : status;
      ProviderOperation now = known.get().having(newest).told(status);
      boolean ends = now.over() && !known.get().over();
      Resources total = ends ? afterwards(provider.total(), now) : provider.total();
      step.record(new ProviderOperationChanged(provider.id(), now, total));
      if (ends) {
        tellMaster(step);
      }
    } else if (OperationStates.isTerminal(status.getState())) {
      tellMaster(step); // the master may have held it for done
    }
    Optional<FrameworkId> framework =
        update.hasFrameworkId()
            ? Optional.of(FrameworkId.of(update.getFrameworkId()))
            : known.flatMap(ProviderOperation::framework);
    forward(step, uuid, framework, status);
  }

  /** What CREATE_DISK and DESTROY_DISK make is known only when they are done. */
  private static Resources afterwards(Resources total, ProviderOperation over) {
    if (over.latest().getState() != OperationState.OPERATION_FINISHED
        || OperationResources.isSpeculative(over.info())
        || Resources.problem(over.latest().getConvertedResourcesList()).isPresent()) {
      return total;
    }
    Resources consumed = OperationResources.heldBy(over.info());
    return total.contains(consumed)
        ? total.minus(consumed).plus(Resources.of(over.latest().getConvertedResourcesList()))
        : total;
  }

  void acknowledged(Step step, ToAgent.AcknowledgeOperation message) {
    Optional<ResourceProvider> provider =
        message
            .provider()
            .flatMap(step.state().providers()::find)
            .or(() -> step.state().providers().with(message.operation()));
    if (provider.isEmpty()) {
      return; // it says it again when it is back
    }
    step.perform(
        new AgentEffect.TellProvider(
            provider.get().stream(),
            ProviderEvents.acknowledge(message.operation(), message.status())));
    if (provider
        .get()
        .operation(message.operation())
        .filter(ProviderOperation::toldItsEnd)
        .isPresent()) {
      step.record(new ProviderOperationForgotten(provider.get().id(), message.operation()));
    }
  }

  /** Those that a resource provider does not know it says to be dropped. */
  void reconcile(Step step, ToAgent.ReconcileOperations message) {
    Map<ProviderId, List<ByteString>> asked = new LinkedHashMap<>();
    for (ToAgent.ReconciledOperation operation : message.operations()) {
      ProviderId id = operation.provider();
      if (step.state().providers().find(id).isPresent()) {
        asked.computeIfAbsent(id, key -> new ArrayList<>()).add(operation.uuid());
      } else {
        OperationState state =
            step.state().providers().known(id).isPresent()
                ? OperationState.OPERATION_RECOVERING
                : OperationState.OPERATION_UNKNOWN;
        forward(
            step,
            operation.uuid(),
            Optional.empty(),
            completed(step, Optional.empty(), status(id, state)));
      }
    }
    asked.forEach(
        (id, uuids) ->
            step.state()
                .providers()
                .find(id)
                .ifPresent(
                    p ->
                        step.perform(
                            new AgentEffect.TellProvider(
                                p.stream(), ProviderEvents.reconcile(uuids)))));
  }

  /** Nobody is going to say what becomes of its operations. */
  void gone(Step step, ResourceProvider provider) {
    for (ProviderOperation operation : provider.operations()) {
      if (!operation.over()) {
        OperationStatus status =
            status(provider.id(), OperationState.OPERATION_GONE_BY_OPERATOR).toBuilder()
                .setMessage(
                    "The resource provider was removed before a terminal operation status update"
                        + " was received")
                .build();
        forward(
            step,
            operation.uuid(),
            operation.framework(),
            completed(step, operation.info(), status));
      }
    }
  }

  private static void forward(
      Step step, ByteString uuid, Optional<FrameworkId> framework, OperationStatus status) {
    if (step.state().connection() == Connection.REGISTERED) {
      step.perform(
          new AgentEffect.Send(new FromAgent.OperationUpdate(uuid, framework, status, List.of())));
    }
  }

  private static OperationStatus status(ProviderId id, OperationState state) {
    return OperationStatus.newBuilder().setState(state).setResourceProviderId(id.toProto()).build();
  }

  private static OperationStatus completed(
      Step step, Optional<ProviderOperation> known, OperationStatus said) {
    return completed(
        step, known.map(ProviderOperation::info).orElse(Operation.getDefaultInstance()), said);
  }

  /** A resource provider does not know its agent, and may have forgotten the operation's id. */
  private static OperationStatus completed(Step step, Operation info, OperationStatus said) {
    OperationStatus.Builder status = said.toBuilder();
    step.state().id().ifPresent(id -> status.setAgentId(id.toProto()));
    if (info.hasId()) {
      status.setOperationId(info.getId());
    }
    return status.build();
  }
}

package io.proffer.agent.kernel;

import com.google.protobuf.ByteString;
import io.proffer.agent.state.AgentEvent.ProviderAdmitted;
import io.proffer.agent.state.AgentEvent.ProviderDisconnected;
import io.proffer.agent.state.AgentEvent.ProviderRemoved;
import io.proffer.agent.state.AgentEvent.ProviderReported;
import io.proffer.agent.state.AgentEvent.ProviderSubscribed;
import io.proffer.agent.state.ProviderOperation;
import io.proffer.agent.state.ProviderTable;
import io.proffer.agent.state.ResourceProvider;
import io.proffer.core.model.FrameworkId;
import io.proffer.core.model.OperationStates;
import io.proffer.core.model.ProviderId;
import io.proffer.core.model.Resources;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.mesos.v1.Protos.Operation;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.ResourceProviderInfo;
import org.apache.mesos.v1.resource_provider.Protos.Call;

/** The calls of resource providers, and their comings and goings. */
final class ProviderCalls {

  /** How many an agent may have admitted. */
  private static final int MAX_ADMITTED = 1_000;

  private static final int UUID_BYTES = 16;

  private final ProviderOperations operations;
  private final Publications publications;

  ProviderCalls(ProviderOperations operations, Publications publications) {
    this.operations = operations;
    this.publications = publications;
  }

  /**
   * @param streamId what the caller names
   */
  void called(Step step, long request, Call call, Optional<String> streamId) {
    if (step.state().id().isEmpty() || step.state().shutdownReason().isPresent()) {
      refuse(step, request, 503, "The agent is not registered with a master");
      return;
    }
    if (call.getType() == Call.Type.SUBSCRIBE) {
      subscribe(step, request, call.getSubscribe().getResourceProviderInfo());
      return;
    }
    Optional<ResourceProvider> provider =
        step.state().providers().find(ProviderId.of(call.getResourceProviderId()));
    Optional<String> problem = problem(provider, call, streamId);
    if (problem.isPresent()) {
      refuse(step, request, 400, problem.get());
      return;
    }
    step.perform(new AgentEffect.AnswerProvider(request, new ProviderAnswer.Accepted()));
    switch (call.getType()) {
      case UPDATE_STATE -> report(step, provider.orElseThrow(), call.getUpdateState());
      case UPDATE_OPERATION_STATUS ->
          operations.told(step, provider.orElseThrow(), call.getUpdateOperationStatus());
      case UPDATE_PUBLISH_RESOURCES_STATUS ->
          publications.answered(
              step, provider.orElseThrow().id(), call.getUpdatePublishResourcesStatus());
      case SUBSCRIBE, UNKNOWN -> {}
    }
  }

  private static Optional<String> problem(
      Optional<ResourceProvider> provider, Call call, Optional<String> streamId) {
    if (provider.isEmpty()) {
      return Optional.of("Resource provider is not subscribed");
    }
    ProviderId id = provider.get().id();
    Optional<String> inconsistent = inconsistency(id, call).map(why -> "Inconsistent call: " + why);
    if (inconsistent.isPresent()) {
      return inconsistent;
    }
    if (streamId.isEmpty()) {
      return Optional.of("All non-subscribe calls should include to 'Mesos-Stream-Id' header");
    }
    return provider.get().streamId().equals(streamId.get())
        ? Optional.empty()
        : Optional.of(
            "The stream ID '%s' included in this request didn't match the stream ID currently"
                    .formatted(streamId.get())
                + " associated with  resource provider ID "
                + id);
  }

  private static Optional<String> inconsistency(ProviderId id, Call call) {
    return switch (call.getType()) {
      case UPDATE_STATE -> inconsistency(id, call.getUpdateState());
      case UPDATE_OPERATION_STATUS -> inconsistency(id, call.getUpdateOperationStatus());
      case SUBSCRIBE, UPDATE_PUBLISH_RESOURCES_STATUS, UNKNOWN -> Optional.empty();
    };
  }

  private static Optional<String> inconsistency(ProviderId id, Call.UpdateOperationStatus update) {
    boolean own =
        update.getStatus().hasResourceProviderId()
            && id.equals(ProviderId.of(update.getStatus().getResourceProviderId()));
    if (!own) {
      return Optional.of("Inconsistent resource provider ID in 'update_operation_status'");
    }
    return update.getOperationUuid().getValue().size() == UUID_BYTES
        ? Optional.empty()
        : Optional.of("Expecting 16 bytes in 'update_operation_status.operation_uuid'");
  }

  private static Optional<String> inconsistency(ProviderId id, Call.UpdateState update) {
    for (Resource resource : update.getResourcesList()) {
      if (!resource.hasProviderId() || !id.equals(ProviderId.of(resource.getProviderId()))) {
        return Optional.of("Inconsistent resource provider ID in 'update_state'");
      }
    }
    return Resources.problem(update.getResourcesList())
        .map(why -> "Invalid resources in 'update_state': " + why);
  }

  /** One that comes again must be the one that was admitted; otherwise its stream just ends. */
  private void subscribe(Step step, long request, ResourceProviderInfo asked) {
    ProviderTable table = step.state().providers();
    ResourceProviderInfo info = asked;
    if (!asked.hasId()) {
      if (table.admitted() >= MAX_ADMITTED) {
        refuse(
            step,
            request,
            503,
            "The agent has admitted %d resource providers; mark some as gone first"
                .formatted(MAX_ADMITTED));
        return;
      }
      ProviderId id = new ProviderId(step.newUuidText());
      info = asked.toBuilder().setId(id.toProto()).build();
      step.record(new ProviderAdmitted(id, asked.getType(), asked.getName()));
    }
    ProviderId id = ProviderId.of(info.getId());
    String streamId = step.newUuidText();
    step.perform(new AgentEffect.AnswerProvider(request, new ProviderAnswer.Streaming(streamId)));
    ProviderAdmitted claimed = new ProviderAdmitted(id, info.getType(), info.getName());
    if (!table.known(id).equals(Optional.of(claimed))) {
      step.perform(new AgentEffect.CloseProviderStream(request));
      return;
    }
    Optional<ResourceProvider> before = table.find(id);
    step.record(new ProviderSubscribed(info, request, streamId));
    before.ifPresent(
        old -> {
          step.perform(new AgentEffect.CloseProviderStream(old.stream()));
          publications.lost(step, id);
        });
    step.perform(new AgentEffect.TellProvider(request, ProviderEvents.subscribed(id)));
  }

  /** Its operations are what it says they are; of those it does not name it knows nothing. */
  private void report(Step step, ResourceProvider provider, Call.UpdateState update) {
    Map<ByteString, ProviderOperation> named = new LinkedHashMap<>();
    for (Operation operation : update.getOperationsList()) {
      ByteString uuid = operation.getUuid().getValue();
      named.put(
          uuid,
          provider
              .operation(uuid)
              .map(
                  known ->
                      OperationStates.isTerminal(operation.getLatestStatus().getState())
                          ? known.having(operation.getLatestStatus())
                          : known)
              .orElseGet(() -> operation(uuid, operation)));
    }
    step.record(
        new ProviderReported(
            provider.id(),
            Resources.of(update.getResourcesList()),
            update.getResourceVersionUuid().getValue(),
            List.copyOf(named.values())));
    operations.tellMaster(step);
  }

  private static ProviderOperation operation(ByteString uuid, Operation operation) {
    return new ProviderOperation(
        uuid,
        operation.hasFrameworkId()
            ? Optional.of(FrameworkId.of(operation.getFrameworkId()))
            : Optional.empty(),
        operation.getInfo(),
        operation.getLatestStatus(),
        operation.getStatusesList());
  }

  /** What it has is not there any more; it may come again. */
  void lost(Step step, long stream) {
    step.state()
        .providers()
        .at(stream)
        .map(ResourceProvider::id)
        .ifPresent(
            id -> {
              step.record(new ProviderDisconnected(id));
              publications.lost(step, id);
              operations.tellMaster(step);
            });
  }

  /** An operator says that one never comes again. */
  void gone(Step step, long request, ProviderId id) {
    String trouble = "Could not mark resource provider '" + id + "' as gone: ";
    Optional<ResourceProvider> provider = step.state().providers().find(id);
    if (provider.isPresent() && !provider.get().total().isEmpty()) {
      refuse(step, request, 409, trouble + "Resource provider has resources");
      return;
    }
    if (step.state().providers().known(id).isEmpty()) {
      refuse(step, request, 404, trouble + "Attempted to remove an unknown resource provider");
      return;
    }
    provider.ifPresent(p -> operations.gone(step, p));
    step.record(new ProviderRemoved(id));
    provider.ifPresent(
        p -> {
          step.perform(new AgentEffect.TellProvider(p.stream(), ProviderEvents.teardown()));
          step.perform(new AgentEffect.CloseProviderStream(p.stream()));
          publications.lost(step, id);
          operations.tellMaster(step);
        });
    step.perform(new AgentEffect.AnswerProvider(request, new ProviderAnswer.Done()));
  }

  private static void refuse(Step step, long request, int status, String message) {
    step.perform(
        new AgentEffect.AnswerProvider(request, new ProviderAnswer.Refused(status, message)));
  }
}

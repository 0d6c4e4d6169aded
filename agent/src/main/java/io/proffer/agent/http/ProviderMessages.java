package io.proffer.agent.http;

import com.google.protobuf.ByteString;
import io.proffer.agent.state.AppliedOperation;
import io.proffer.agent.state.ProviderOperation;
import io.proffer.agent.state.ResourceProvider;
import io.proffer.agent.view.AgentSnapshot;
import io.proffer.core.model.FrameworkId;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos;
import org.apache.mesos.v1.agent.Protos.Response;
import org.apache.mesos.v1.agent.Protos.Response.GetResourceProviders;

/** The answers of the operator API that tell of resource providers and of operations. */
final class ProviderMessages {

  private ProviderMessages() {}

  static Response getResourceProviders(AgentSnapshot snapshot) {
    return ServerMessages.answer(Response.Type.GET_RESOURCE_PROVIDERS)
        .setGetResourceProviders(
            GetResourceProviders.newBuilder()
                .addAllResourceProviders(
                    snapshot.providers().stream().map(ProviderMessages::provider).toList()))
        .build();
  }

  static GetResourceProviders.ResourceProvider provider(ResourceProvider provider) {
    return GetResourceProviders.ResourceProvider.newBuilder()
        .setResourceProviderInfo(provider.info())
        .addAllTotalResources(provider.total().toProtos())
        .build();
  }

  static Response getOperations(AgentSnapshot snapshot) {
    Response.GetOperations.Builder operations = Response.GetOperations.newBuilder();
    for (AppliedOperation o : snapshot.operations()) {
      operations.addOperations(
          operation(
              snapshot, o.uuid(), o.framework(), o.operation(), o.status(), List.of(o.status())));
    }
    for (ResourceProvider provider : snapshot.providers()) {
      for (ProviderOperation o : provider.operations()) {
        operations.addOperations(
            operation(snapshot, o.uuid(), o.framework(), o.info(), o.latest(), o.statuses()));
      }
    }
    return ServerMessages.answer(Response.Type.GET_OPERATIONS).setGetOperations(operations).build();
  }

  private static Protos.Operation operation(
      AgentSnapshot snapshot,
      ByteString uuid,
      Optional<FrameworkId> framework,
      Protos.Offer.Operation info,
      Protos.OperationStatus latest,
      List<Protos.OperationStatus> statuses) {
    Protos.Operation.Builder operation =
        Protos.Operation.newBuilder()
            .setUuid(Protos.UUID.newBuilder().setValue(uuid))
            .setInfo(info)
            .setLatestStatus(latest)
            .addAllStatuses(statuses);
    snapshot.id().ifPresent(id -> operation.setAgentId(id.toProto()));
    framework.ifPresent(id -> operation.setFrameworkId(id.toProto()));
    return operation.build();
  }
}

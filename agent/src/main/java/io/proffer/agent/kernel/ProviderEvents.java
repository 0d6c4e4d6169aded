package io.proffer.agent.kernel;

import com.google.protobuf.ByteString;
import io.proffer.core.model.FrameworkId;
import io.proffer.core.model.ProviderId;
import io.proffer.core.model.Resources;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.Offer.Operation;
import org.apache.mesos.v1.Protos.UUID;
import org.apache.mesos.v1.resource_provider.Protos.Event;

/** What resource providers are told. */
final class ProviderEvents {

  private ProviderEvents() {}

  static Event subscribed(ProviderId provider) {
    return Event.newBuilder()
        .setType(Event.Type.SUBSCRIBED)
        .setSubscribed(Event.Subscribed.newBuilder().setProviderId(provider.toProto()))
        .build();
  }

  static Event apply(
      ByteString uuid, Optional<FrameworkId> framework, Operation operation, ByteString version) {
    Event.ApplyOperation.Builder apply =
        Event.ApplyOperation.newBuilder()
            .setInfo(operation)
            .setOperationUuid(uuid(uuid))
            .setResourceVersionUuid(uuid(version));
    framework.ifPresent(id -> apply.setFrameworkId(id.toProto()));
    return Event.newBuilder().setType(Event.Type.APPLY_OPERATION).setApplyOperation(apply).build();
  }

  static Event publish(ByteString uuid, Resources resources) {
    return Event.newBuilder()
        .setType(Event.Type.PUBLISH_RESOURCES)
        .setPublishResources(
            Event.PublishResources.newBuilder()
                .setUuid(uuid(uuid))
                .addAllResources(resources.toProtos()))
        .build();
  }

  static Event acknowledge(ByteString operation, ByteString status) {
    return Event.newBuilder()
        .setType(Event.Type.ACKNOWLEDGE_OPERATION_STATUS)
        .setAcknowledgeOperationStatus(
            Event.AcknowledgeOperationStatus.newBuilder()
                .setOperationUuid(uuid(operation))
                .setStatusUuid(uuid(status)))
        .build();
  }

  static Event reconcile(List<ByteString> operations) {
    Event.ReconcileOperations.Builder reconcile = Event.ReconcileOperations.newBuilder();
    operations.forEach(operation -> reconcile.addOperationUuids(uuid(operation)));
    return Event.newBuilder()
        .setType(Event.Type.RECONCILE_OPERATIONS)
        .setReconcileOperations(reconcile)
        .build();
  }

  static Event teardown() {
    return Event.newBuilder().setType(Event.Type.TEARDOWN).build();
  }

  private static UUID uuid(ByteString value) {
    return UUID.newBuilder().setValue(value).build();
  }
}

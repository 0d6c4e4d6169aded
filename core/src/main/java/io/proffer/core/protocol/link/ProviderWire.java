package io.proffer.core.protocol.link;

import io.proffer.core.model.ProviderId;
import io.proffer.core.protocol.link.wire.AcknowledgeOperation;
import io.proffer.core.protocol.link.wire.ReconcileOperations;
import io.proffer.core.protocol.link.wire.ReconciledOperation;
import io.proffer.core.protocol.link.wire.ResourceVersion;
import java.util.List;
import java.util.Optional;

/** What a master says to the resource providers of an agent. */
final class ProviderWire {

  private ProviderWire() {}

  static List<ResourceVersion> wire(List<ToAgent.ResourceVersion> versions) {
    return versions.stream()
        .map(
            v ->
                ResourceVersion.newBuilder()
                    .setResourceProviderId(v.provider().value())
                    .setUuid(v.uuid())
                    .build())
        .toList();
  }

  static List<ToAgent.ResourceVersion> versions(List<ResourceVersion> wire) {
    return wire.stream()
        .map(
            v ->
                new ToAgent.ResourceVersion(new ProviderId(v.getResourceProviderId()), v.getUuid()))
        .toList();
  }

  static AcknowledgeOperation acknowledgement(ToAgent.AcknowledgeOperation message) {
    AcknowledgeOperation.Builder wire =
        AcknowledgeOperation.newBuilder()
            .setOperationUuid(message.operation())
            .setStatusUuid(message.status());
    message.provider().ifPresent(provider -> wire.setResourceProviderId(provider.value()));
    return wire.build();
  }

  static ToAgent acknowledgement(AcknowledgeOperation wire) {
    return new ToAgent.AcknowledgeOperation(
        wire.getOperationUuid(),
        wire.getStatusUuid(),
        wire.hasResourceProviderId()
            ? Optional.of(new ProviderId(wire.getResourceProviderId()))
            : Optional.empty());
  }

  static ReconcileOperations reconciliation(ToAgent.ReconcileOperations message) {
    ReconcileOperations.Builder wire = ReconcileOperations.newBuilder();
    for (ToAgent.ReconciledOperation operation : message.operations()) {
      wire.addOperations(
          ReconciledOperation.newBuilder()
              .setUuid(operation.uuid())
              .setResourceProviderId(operation.provider().value()));
    }
    return wire.build();
  }

  static ToAgent reconciliation(ReconcileOperations wire) {
    return new ToAgent.ReconcileOperations(
        wire.getOperationsList().stream()
            .map(
                o ->
                    new ToAgent.ReconciledOperation(
                        o.getUuid(), new ProviderId(o.getResourceProviderId())))
            .toList());
  }
}

package io.proffer.core.protocol.link;

import com.google.protobuf.ByteString;
import io.proffer.core.model.FrameworkId;
import io.proffer.core.protocol.MalformedMessageException;
import io.proffer.core.protocol.link.wire.OperationUpdate;
import io.proffer.core.protocol.link.wire.ProvidersChanged;
import io.proffer.core.protocol.link.wire.ReportedOperation;
import io.proffer.core.protocol.link.wire.ReportedProvider;
import io.proffer.core.protocol.link.wire.Reregister;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos;

/** What an agent says of operations and of the resources they have changed. */
final class OperationWire {

  private OperationWire() {}

  static void write(FromAgent.ReportedResources resources, Reregister.Builder wire) {
    wire.addAllTotalResourcesV1(bytes(resources.total()))
        .addAllOperations(operations(resources.operations()))
        .addAllProviders(resources.providers().stream().map(OperationWire::provider).toList());
  }

  static ProvidersChanged changed(List<FromAgent.ReportedProvider> providers) {
    return ProvidersChanged.newBuilder()
        .addAllProviders(providers.stream().map(OperationWire::provider).toList())
        .build();
  }

  private static ReportedProvider provider(FromAgent.ReportedProvider provider) {
    return ReportedProvider.newBuilder()
        .setResourceProviderInfoV1(provider.info().toByteString())
        .addAllTotalResourcesV1(bytes(provider.total()))
        .setResourceVersionUuid(provider.version())
        .addAllOperations(operations(provider.operations()))
        .build();
  }

  private static List<ReportedOperation> operations(List<FromAgent.ReportedOperation> operations) {
    List<ReportedOperation> wire = new ArrayList<>(operations.size());
    for (FromAgent.ReportedOperation operation : operations) {
      ReportedOperation.Builder reported =
          ReportedOperation.newBuilder()
              .setUuid(operation.uuid())
              .setOperationV1(operation.operation().toByteString())
              .setLatestStatusV1(operation.latest().toByteString());
      operation.framework().ifPresent(framework -> reported.setFrameworkId(framework.value()));
      wire.add(reported.build());
    }
    return wire;
  }

  static FromAgent.ReportedResources read(Reregister wire, Protos.AgentInfo agent, WireFields at)
      throws MalformedMessageException {
    return new FromAgent.ReportedResources(
        total(wire.getTotalResourcesV1List(), agent, at),
        operations(wire.getOperationsList(), at),
        providers(wire.getProvidersList(), at));
  }

  static FromAgent changed(ProvidersChanged wire, WireFields at) throws MalformedMessageException {
    return new FromAgent.ProvidersChanged(providers(wire.getProvidersList(), at));
  }

  private static List<FromAgent.ReportedProvider> providers(
      List<ReportedProvider> wire, WireFields at) throws MalformedMessageException {
    List<FromAgent.ReportedProvider> providers = new ArrayList<>(wire.size());
    for (ReportedProvider provider : wire) {
      WireFields place = new WireFields(at.place() + ".providers[" + providers.size() + "]");
      providers.add(
          new FromAgent.ReportedProvider(
              place.message(
                  "resource_provider_info_v1",
                  provider.getResourceProviderInfoV1(),
                  Protos.ResourceProviderInfo.parser()),
              resources(provider.getTotalResourcesV1List(), place),
              provider.getResourceVersionUuid(),
              operations(provider.getOperationsList(), place)));
    }
    return providers;
  }

  private static List<FromAgent.ReportedOperation> operations(
      List<ReportedOperation> wire, WireFields at) throws MalformedMessageException {
    List<FromAgent.ReportedOperation> operations = new ArrayList<>(wire.size());
    for (ReportedOperation operation : wire) {
      operations.add(
          new FromAgent.ReportedOperation(
              operation.getUuid(),
              framework(operation.hasFrameworkId(), operation.getFrameworkId()),
              at.message(
                  "operations.operation_v1",
                  operation.getOperationV1(),
                  Protos.Offer.Operation.parser()),
              at.message(
                  "operations.latest_status_v1",
                  operation.getLatestStatusV1(),
                  Protos.OperationStatus.parser())));
    }
    return operations;
  }

  static List<ByteString> bytes(List<Protos.Resource> resources) {
    return resources.stream().map(Protos.Resource::toByteString).toList();
  }

  static List<Protos.Resource> total(List<ByteString> wire, Protos.AgentInfo agent, WireFields at)
      throws MalformedMessageException {
    return wire.isEmpty() ? agent.getResourcesList() : resources(wire, at);
  }

  static OperationUpdate.Builder update(FromAgent.OperationUpdate message) {
    OperationUpdate.Builder wire =
        OperationUpdate.newBuilder()
            .setOperationUuid(message.operation())
            .setStatusV1(message.status().toByteString());
    message.framework().ifPresent(framework -> wire.setFrameworkId(framework.value()));
    wire.addAllTotalResourcesV1(bytes(message.total()));
    return wire;
  }

  static FromAgent update(OperationUpdate wire, WireFields at) throws MalformedMessageException {
    return new FromAgent.OperationUpdate(
        wire.getOperationUuid(),
        framework(wire.hasFrameworkId(), wire.getFrameworkId()),
        at.message("status_v1", wire.getStatusV1(), Protos.OperationStatus.parser()),
        resources(wire.getTotalResourcesV1List(), at));
  }

  private static List<Protos.Resource> resources(List<ByteString> wire, WireFields at)
      throws MalformedMessageException {
    return at.messages("total_resources_v1", wire, Protos.Resource.parser());
  }

  private static Optional<FrameworkId> framework(boolean there, String id) {
    return there ? Optional.of(new FrameworkId(id)) : Optional.empty();
  }
}

package io.proffer.agent.state;

import com.google.protobuf.ByteString;
import io.proffer.core.model.ProviderId;
import io.proffer.core.model.Resources;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.ResourceProviderInfo;

/**
 * A resource provider that is subscribed.
 *
 * @param info with its id
 * @param stream where its events go
 * @param streamId what it names in its calls
 * @param total what it has, as operations have left it
 * @param version the uuid it gave for that; empty until it has said what it has
 * @param operations in the order they became known
 */
public record ResourceProvider(
    ResourceProviderInfo info,
    long stream,
    String streamId,
    Resources total,
    Optional<ByteString> version,
    List<ProviderOperation> operations) {
  public ResourceProvider {
    operations = List.copyOf(operations);
  }

  public ProviderId id() {
    return ProviderId.of(info.getId());
  }

  public Optional<ProviderOperation> operation(ByteString uuid) {
    return operations.stream().filter(o -> o.uuid().equals(uuid)).findFirst();
  }

  ResourceProvider having(
      Resources newTotal, Optional<ByteString> newVersion, List<ProviderOperation> all) {
    return new ResourceProvider(info, stream, streamId, newTotal, newVersion, all);
  }

  ResourceProvider with(ProviderOperation operation, Resources newTotal) {
    List<ProviderOperation> all = new ArrayList<>(operations);
    all.replaceAll(o -> o.uuid().equals(operation.uuid()) ? operation : o);
    if (operation(operation.uuid()).isEmpty()) {
      all.add(operation);
    }
    return having(newTotal, version, all);
  }

  ResourceProvider without(ByteString operation) {
    return having(
        total, version, operations.stream().filter(o -> !o.uuid().equals(operation)).toList());
  }
}

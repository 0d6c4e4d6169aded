package io.proffer.master.state;

import com.google.protobuf.ByteString;
import io.proffer.core.model.AgentId;
import io.proffer.core.model.FrameworkId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/** The operations that are not over, by whose they are and where. */
final class OperationTable {

  private record Name(FrameworkId framework, String id) {}

  private final Map<ByteString, OfferOperation> operations = new LinkedHashMap<>();
  private final Map<Name, ByteString> byName = new HashMap<>();
  private final Map<FrameworkId, SequencedSet<ByteString>> byFramework = new HashMap<>();
  private final Map<AgentId, SequencedSet<ByteString>> byAgent = new HashMap<>();

  Collection<OfferOperation> all() {
    return Collections.unmodifiableCollection(operations.values());
  }

  Optional<OfferOperation> find(ByteString uuid) {
    return Optional.ofNullable(operations.get(uuid));
  }

  Optional<OfferOperation> find(FrameworkId framework, String id) {
    return Optional.ofNullable(byName.get(new Name(framework, id))).flatMap(this::find);
  }

  List<OfferOperation> of(FrameworkId framework) {
    return at(byFramework.get(framework));
  }

  List<OfferOperation> on(AgentId agent) {
    return at(byAgent.get(agent));
  }

  void put(OfferOperation operation) {
    ByteString uuid = operation.uuid();
    operations.put(uuid, operation);
    byAgent.computeIfAbsent(operation.agent(), id -> new LinkedHashSet<>()).add(uuid);
    operation
        .framework()
        .ifPresent(
            framework -> {
              byFramework.computeIfAbsent(framework, id -> new LinkedHashSet<>()).add(uuid);
              if (operation.info().hasId()) {
                byName.put(new Name(framework, operation.info().getId().getValue()), uuid);
              }
            });
  }

  void remove(ByteString uuid) {
    OfferOperation operation = operations.remove(uuid);
    if (operation == null) {
      return;
    }
    removeFrom(byAgent, operation.agent(), uuid);
    operation
        .framework()
        .ifPresent(
            framework -> {
              removeFrom(byFramework, framework, uuid);
              byName.remove(new Name(framework, operation.info().getId().getValue()), uuid);
            });
  }

  private List<OfferOperation> at(@Nullable SequencedSet<ByteString> uuids) {
    if (uuids == null) {
      return List.of();
    }
    List<OfferOperation> found = new ArrayList<>(uuids.size());
    for (ByteString uuid : uuids) {
      find(uuid).ifPresent(found::add);
    }
    return found;
  }

  private static <K> void removeFrom(
      Map<K, SequencedSet<ByteString>> index, K owner, ByteString uuid) {
    index.computeIfPresent(
        owner,
        (key, uuids) -> {
          uuids.remove(uuid);
          return uuids.isEmpty() ? null : uuids;
        });
  }
}

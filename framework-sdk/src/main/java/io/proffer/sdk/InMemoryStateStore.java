package io.proffer.sdk;

import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Values on the heap. */
final class InMemoryStateStore implements StateStore {

  private final Map<String, byte[]> values = new ConcurrentHashMap<>();

  @Override
  public Optional<byte[]> get(String name) {
    return Optional.ofNullable(values.get(StateNames.checked(name))).map(byte[]::clone);
  }

  @Override
  public void put(String name, byte[] value) {
    values.put(StateNames.checked(name), value.clone());
  }

  @Override
  public void remove(String name) {
    values.remove(StateNames.checked(name));
  }

  @Override
  public void commit(SequencedMap<String, Optional<byte[]>> changes) {
    changes.keySet().forEach(StateNames::checked);
    StateStore.super.commit(changes);
  }

  @Override
  public Set<String> names() {
    return Set.copyOf(values.keySet());
  }

  @Override
  public boolean isDurable() {
    return false;
  }
}

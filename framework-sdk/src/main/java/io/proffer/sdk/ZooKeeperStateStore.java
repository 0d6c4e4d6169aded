package io.proffer.sdk;

import io.proffer.core.coordination.ZooKeeperLocation;
import io.proffer.core.coordination.ZooKeeperValues;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/** A node for each value: see {@link StateStore#zooKeeper}. Thread-safe. */
public final class ZooKeeperStateStore implements StateStore, AutoCloseable {

  private final ZooKeeperValues values;

  ZooKeeperStateStore(ZooKeeperLocation location) {
    values = ZooKeeperValues.open(location);
  }

  @Override
  public Optional<byte[]> get(String name) {
    return values.get(StateNames.checked(name));
  }

  @Override
  public void put(String name, byte[] value) {
    values.put(StateNames.checked(name), value);
  }

  @Override
  public void remove(String name) {
    values.remove(StateNames.checked(name));
  }

  @Override
  public Set<String> names() {
    return values.names();
  }

  @Override
  public void commit(SequencedMap<String, Optional<byte[]>> changes) {
    changes.keySet().forEach(StateNames::checked);
    values.commit(changes);
  }

  @Override
  public Map<String, byte[]> entries() {
    return values.entries();
  }

  /**
   * Makes this process the only one that can {@link #commit}: one that has claimed the store before
   * fails from now on with a {@link io.proffer.core.coordination.ClaimLostException}. To be called
   * by a process that was elected, before it reads.
   */
  public void claim() {
    values.claim();
  }

  @Override
  public boolean isDurable() {
    return true;
  }

  /** Ends the connection to the ZooKeeper. */
  @Override
  public void close() {
    values.close();
  }
}

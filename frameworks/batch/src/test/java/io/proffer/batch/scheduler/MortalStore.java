package io.proffer.batch.scheduler;

import io.proffer.sdk.StateStore;
import java.util.Optional;
import java.util.Set;

/** A store whose process dies at one of its writes, right before or right after it. */
final class MortalStore implements StateStore {

  private final StateStore values = StateStore.inMemory();
  private int writes;
  private int deadly = Integer.MAX_VALUE;
  private boolean written;

  /** The process dies. */
  static final class Death extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  void dieAt(int write, boolean afterIt) {
    deadly = write;
    written = afterIt;
  }

  /** As {@link #dieAt}, at one of those to come: 1 is the next. */
  void dieIn(int more, boolean afterIt) {
    dieAt(writes + more, afterIt);
  }

  private void write(Runnable change) {
    writes++;
    if (writes != deadly) {
      change.run();
      return;
    }
    if (written) {
      change.run();
    }
    throw new Death();
  }

  @Override
  public Optional<byte[]> get(String name) {
    return values.get(name);
  }

  @Override
  public void put(String name, byte[] value) {
    write(() -> values.put(name, value));
  }

  @Override
  public void remove(String name) {
    write(() -> values.remove(name));
  }

  @Override
  public Set<String> names() {
    return values.names();
  }

  @Override
  public boolean isDurable() {
    return true;
  }
}

package io.proffer.batch.kernel;

import java.util.LinkedHashMap;
import java.util.Map;

/** Remembers the entries last put, at most so many; the oldest make room. */
final class BoundedMap<K, V> extends LinkedHashMap<K, V> {

  private static final long serialVersionUID = 1L;

  private final int limit;

  BoundedMap(int limit) {
    this.limit = limit;
  }

  @Override
  protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
    return size() > limit;
  }
}

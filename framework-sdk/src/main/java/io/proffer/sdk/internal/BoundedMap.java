package io.proffer.sdk.internal;

import java.util.LinkedHashMap;
import java.util.Map;

/** Remembers the entries last put, at most so many; the oldest make room. */
final class BoundedMap<K, V> extends LinkedHashMap<K, V> {

  private final int limit;

  BoundedMap(int limit) {
    this.limit = limit;
  }

  @Override
  protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
    return size() > limit;
  }
}

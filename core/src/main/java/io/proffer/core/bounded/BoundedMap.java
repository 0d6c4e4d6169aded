package io.proffer.core.bounded;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Remembers at most so many entries; those that came first, or were not used for longest, make
 * room. Its order is that in which they will. Not safe for use by several threads.
 */
public final class BoundedMap<K, V> extends LinkedHashMap<K, V> {

  private static final long serialVersionUID = 1L;

  private final int limit;

  private BoundedMap(int limit, boolean byUse) {
    super(16, 0.75f, byUse);
    this.limit = limit;
  }

  /**
   * Forgets what was put first; to put a key again does not make it newer.
   *
   * @param limit of entries, at least 1
   */
  public static <K, V> BoundedMap<K, V> ofNewest(int limit) {
    return new BoundedMap<>(limit, false);
  }

  /**
   * Forgets what was neither read nor put for longest.
   *
   * @param limit of entries, at least 1
   */
  public static <K, V> BoundedMap<K, V> ofLastUsed(int limit) {
    return new BoundedMap<>(limit, true);
  }

  @Override
  protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
    return size() > limit;
  }
}

package io.proffer.master.state;

import java.util.Iterator;
import java.util.Map;

/** Insertion-ordered maps that forget their oldest entries. */
final class Bounded {
  private Bounded() {}

  /** Removes the oldest entries until at most {@code limit} are left. */
  static void trim(Map<?, ?> insertionOrdered, int limit) {
    Iterator<?> oldest = insertionOrdered.keySet().iterator();
    while (insertionOrdered.size() > limit) {
      oldest.next();
      oldest.remove();
    }
  }
}

package io.proffer.master.allocator;

import java.util.Collections;
import java.util.List;

/** Shuffles by a generator (SplitMix64) that is seeded once: the same seed, the same orders. */
final class Shuffle {
  private long state;

  Shuffle(long seed) {
    state = seed;
  }

  void shuffle(List<?> list) {
    for (int i = list.size() - 1; i > 0; i--) {
      Collections.swap(list, i, (int) Long.remainderUnsigned(next(), i + 1L));
    }
  }

  private long next() {
    state += 0x9E3779B97F4A7C15L;
    long z = state;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}

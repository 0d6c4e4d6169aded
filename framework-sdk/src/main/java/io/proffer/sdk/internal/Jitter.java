package io.proffer.sdk.internal;

import java.time.Duration;
import java.util.SplittableRandom;

/** Waits that differ between drivers, drawn from a seed, so that not all come back at once. */
final class Jitter {

  private static final int MAX_DOUBLINGS = 30;

  private final SplittableRandom random;

  Jitter(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** {@code min} doubled {@code doublings} times, at most {@code max}. */
  static Duration doubled(Duration min, int doublings, Duration max) {
    long limit = max.toNanos();
    long value = min.toNanos();
    for (int i = 0; i < Math.min(doublings, MAX_DOUBLINGS) && value < limit; i++) {
      value *= 2;
    }
    return Duration.ofNanos(Math.min(value, limit));
  }

  /** Anything from nothing to {@code most}. */
  Duration upTo(Duration most) {
    return Duration.ofNanos(random.nextLong(most.toNanos() + 1));
  }

  /** {@code span}, at most a tenth less or more. */
  Duration around(Duration span) {
    long tenth = span.toNanos() / 10;
    return Duration.ofNanos(span.toNanos() - tenth + random.nextLong(2 * tenth + 1));
  }
}

package io.proffer.agent.sandbox.gc;

import java.time.Duration;

/**
 * How long the sandboxes of what has ended are kept.
 *
 * @param delay for how long on an empty disk
 * @param headroom how much of the disk is to stay free, 0 to 1: the fuller the disk, the less time
 *     they have, and none when only this much is free
 * @param diskWatchInterval how often is looked how full the disk is
 */
public record CollectionSettings(Duration delay, double headroom, Duration diskWatchInterval) {

  public CollectionSettings {
    if (delay.isNegative()) {
      throw new IllegalArgumentException("gc-delay: it cannot be negative");
    }
    if (!(headroom >= 0 && headroom <= 1)) {
      throw new IllegalArgumentException(
          "gc-disk-headroom: expecting a number from 0 to 1, found " + headroom);
    }
    if (diskWatchInterval.isNegative() || diskWatchInterval.isZero()) {
      throw new IllegalArgumentException("disk-watch-interval: it must be longer than nothing");
    }
  }

  /** Mesos' defaults. */
  public static CollectionSettings defaults() {
    return new CollectionSettings(Duration.ofDays(7), 0.1, Duration.ofMinutes(1));
  }

  /**
   * How old what has ended may become.
   *
   * @param usage how full the disk is, 0 to 1
   */
  Duration maxAge(double usage) {
    double factor = Math.max(0, 1 - headroom - usage);
    return Duration.ofMillis((long) (delay.toMillis() * factor));
  }
}

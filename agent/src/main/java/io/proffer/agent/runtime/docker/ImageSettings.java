package io.proffer.agent.runtime.docker;

import java.time.Duration;
import java.util.Set;

/**
 * How images are had, and how long they are kept.
 *
 * @param logins for registries, where a task brings none of its own
 * @param pullTimeout how long an image may take to be pulled
 * @param stallTimeout for how long nothing may be heard of a pull
 * @param diskHeadroom the part of the engine's disk that is to be free, 0 to 1: when less is,
 *     images that this agent pulled and nobody uses are removed; 0 for never
 * @param diskWatchInterval how long after the disk was looked at it is looked at again
 * @param kept images that are never removed, as tasks name them
 */
public record ImageSettings(
    RegistryLogins logins,
    Duration pullTimeout,
    Duration stallTimeout,
    double diskHeadroom,
    Duration diskWatchInterval,
    Set<String> kept) {

  public ImageSettings {
    if (!(diskHeadroom >= 0 && diskHeadroom < 1)) {
      throw new IllegalArgumentException(
          "image disk headroom: expecting 0 or more and less than 1, found " + diskHeadroom);
    }
    requirePositive("docker pull timeout", pullTimeout);
    requirePositive("docker stall timeout", stallTimeout);
    requirePositive("image disk watch interval", diskWatchInterval);
    kept = Set.copyOf(kept);
  }

  /** No logins; a tenth of the disk is kept free. */
  public static ImageSettings defaults() {
    return new ImageSettings(
        RegistryLogins.none(),
        Duration.ofMinutes(15),
        Duration.ofMinutes(2),
        0.1,
        Duration.ofMinutes(1),
        Set.of());
  }

  private static void requirePositive(String name, Duration value) {
    if (value.isNegative() || value.isZero()) {
      throw new IllegalArgumentException(
          name + ": expecting more than 0, found " + value.toSeconds() + " s");
    }
  }
}

package io.proffer.service.model;

import java.time.Instant;

/**
 * When an app was changed, to the millisecond.
 *
 * @param version of the last change of any kind, which names the version
 * @param lastScalingAt when the number of instances was changed last
 * @param lastConfigChangeAt when that was changed for which instances are replaced
 */
public record VersionInfo(Instant version, Instant lastScalingAt, Instant lastConfigChangeAt) {

  /** Of a new app, or one whose instances are all to be replaced. */
  public static VersionInfo configuredAt(Instant now) {
    return new VersionInfo(now, now, now);
  }

  /** Of an app of which nothing was changed that its instances would have to be replaced for. */
  public VersionInfo annotatedAt(Instant now) {
    return new VersionInfo(now, lastScalingAt, lastConfigChangeAt);
  }

  /** Of an app whose number of instances was changed. */
  public VersionInfo scaledAt(Instant now) {
    return new VersionInfo(now, now, lastConfigChangeAt);
  }
}

package io.proffer.service.kernel;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What was measured of an app last and what followed.
 *
 * @param readings one for each of the policy's metrics; empty where it could not be measured
 * @param instances how many there shall be
 * @param why for people
 */
public record ScalingStatus(
    Instant at, List<Optional<Double>> readings, int instances, String why) {
  public ScalingStatus {
    readings = List.copyOf(readings);
  }
}

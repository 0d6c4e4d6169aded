package io.proffer.agent.oversubscription;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * That, and how, an agent offers what is set aside and not used.
 *
 * @param interval how often what is used is measured; at least a second
 * @param estimator gives a new one for each life of an agent
 * @param controller gives a new one for each life of an agent
 */
public record OversubscriptionSettings(
    Duration interval, Supplier<ResourceEstimator> estimator, Supplier<QosController> controller) {

  private static final Duration MIN_INTERVAL = Duration.ofSeconds(1);

  public OversubscriptionSettings {
    if (interval.compareTo(MIN_INTERVAL) < 0) {
      throw new IllegalArgumentException(
          "oversubscription-interval: expecting 1secs or more, found "
              + interval.toMillis()
              + "ms");
    }
  }

  /** The estimator and the controller that come with the agent. */
  public static OversubscriptionSettings thresholds(Duration interval, Thresholds thresholds) {
    return new OversubscriptionSettings(
        interval,
        () -> new ThresholdEstimator(thresholds),
        () -> new ThresholdController(thresholds));
  }
}

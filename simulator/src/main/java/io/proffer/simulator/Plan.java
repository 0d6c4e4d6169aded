package io.proffer.simulator;

import io.proffer.sdk.testkit.engine.Draws;
import io.proffer.sdk.testkit.engine.Weather;
import io.proffer.sdk.testkit.engine.Weather.Adversity;
import java.time.Duration;

/**
 * What a seed means: the cluster, its load and what is done to it.
 *
 * @param chaos how long faults go on
 * @param faultInterval mean time between two faults
 * @param works how many pieces of work each framework has
 * @param clockDrift how much faster or slower than right a clock runs at most
 * @param clockOffset how far a clock is off at most
 * @param registryDelay how long a registry write takes at most
 * @param registryFailure chance of a registry write to fail, which ends the master's lead
 * @param weather of the network while faults go on
 */
record Plan(
    int agents,
    int frameworks,
    int works,
    Duration chaos,
    Duration faultInterval,
    double clockDrift,
    Duration clockOffset,
    Duration registryDelay,
    double registryFailure,
    Weather weather) {

  static Plan of(Draws draws) {
    return new Plan(
        draws.between(1, 5),
        draws.between(1, 3),
        draws.between(2, 12),
        draws.between(Duration.ofMinutes(2), Duration.ofMinutes(40)),
        draws.between(Duration.ofSeconds(2), Duration.ofMinutes(3)),
        draws.chance(0.5) ? draws.fraction() * 0.05 : 0,
        draws.chance(0.5) ? draws.between(Duration.ZERO, Duration.ofHours(2)) : Duration.ZERO,
        draws.chance(0.5) ? draws.between(Duration.ZERO, Duration.ofSeconds(2)) : Duration.ZERO,
        draws.chance(0.2) ? 0.05 : 0,
        weather(draws));
  }

  /** For a framework that comes with Proffer: enough machines for all it may have to run. */
  static Plan ofFramework(Draws draws, Duration longestChaos) {
    return new Plan(
        draws.between(2, 4),
        1,
        0,
        draws.between(Duration.ofMinutes(2), longestChaos),
        draws.between(Duration.ofSeconds(10), Duration.ofMinutes(5)),
        draws.chance(0.3) ? draws.fraction() * 0.05 : 0,
        draws.chance(0.3) ? draws.between(Duration.ZERO, Duration.ofHours(2)) : Duration.ZERO,
        draws.chance(0.3) ? draws.between(Duration.ZERO, Duration.ofSeconds(2)) : Duration.ZERO,
        draws.chance(0.2) ? 0.05 : 0,
        inOrder(weather(draws)));
  }

  /**
   * What ends by itself is forgotten with its order; what runs for ever is not: an update that
   * comes after a later one, which TCP lets none do, would be believed for ever.
   */
  private static Weather inOrder(Weather weather) {
    Adversity adversity = weather.adversity();
    return new Weather(
        weather.minDelay(),
        weather.maxDelay(),
        weather.slowChance(),
        weather.slowDelay(),
        weather.resetChance(),
        weather.noticeDelay(),
        weather.stallTimeout(),
        new Adversity(adversity.dropChance(), adversity.duplicateChance(), 0));
  }

  /** Whether single messages are lost, doubled or reordered against what TCP promises. */
  boolean adverse() {
    return !weather.adversity().equals(Adversity.NONE);
  }

  /** Whether what is said on one connection arrives in the order it was said in. */
  boolean streamsKeepOrder() {
    return weather().adversity().reorderChance() == 0;
  }

  private static Weather weather(Draws draws) {
    boolean adverse = draws.chance(0.15);
    return new Weather(
        Duration.ofNanos(100_000),
        draws.between(Duration.ofMillis(1), Duration.ofMillis(200)),
        draws.chance(0.5) ? draws.fraction() * 0.05 : 0,
        draws.between(Duration.ofMillis(100), Duration.ofSeconds(40)),
        draws.chance(0.4) ? draws.fraction() * 0.02 : 0,
        draws.between(Duration.ofMillis(1), Duration.ofSeconds(20)),
        draws.between(Duration.ofSeconds(10), Duration.ofMinutes(15)),
        adverse
            ? new Adversity(draws.fraction() * 0.1, draws.fraction() * 0.1, draws.fraction() * 0.1)
            : Adversity.NONE);
  }
}

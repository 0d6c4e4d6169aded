package io.proffer.sdk.testkit.engine;

import java.time.Duration;

/**
 * How the network behaves towards what is sent from now on.
 *
 * @param minDelay of a message on its way
 * @param maxDelay of a message on its way, unless it is slow
 * @param slowChance of a message to be slow, 0 to 1
 * @param slowDelay how late a slow message is at most
 * @param resetChance of a message to break the connection it is sent on, 0 to 1
 * @param noticeDelay how late an end notices at most that its connection is broken
 * @param stallTimeout how long a connection lives at most when nothing gets through
 * @param adversity what else happens to single messages, against what TCP promises
 */
public record Weather(
    Duration minDelay,
    Duration maxDelay,
    double slowChance,
    Duration slowDelay,
    double resetChance,
    Duration noticeDelay,
    Duration stallTimeout,
    Adversity adversity) {

  /**
   * Single messages that are dropped, doubled or overtaken while their connection lives on. TCP
   * allows none of it: safety must hold even so, liveness need not.
   *
   * @param dropChance 0 to 1
   * @param duplicateChance 0 to 1
   * @param reorderChance of a message to be free of the order of its connection, 0 to 1
   */
  public record Adversity(double dropChance, double duplicateChance, double reorderChance) {
    public static final Adversity NONE = new Adversity(0, 0, 0);
  }

  /** A quiet local network: every message takes a millisecond, nothing is lost. */
  public static Weather calm() {
    Duration millisecond = Duration.ofMillis(1);
    return new Weather(
        millisecond,
        millisecond,
        0,
        Duration.ZERO,
        0,
        millisecond,
        Duration.ofMinutes(5),
        Adversity.NONE);
  }

  Duration delay(Draws draws) {
    Duration usual = draws.between(minDelay, maxDelay);
    return slowChance > 0 && draws.chance(slowChance)
        ? usual.plus(draws.between(Duration.ZERO, slowDelay))
        : usual;
  }
}

package io.proffer.frameworks.common.webhook;

import java.time.Duration;

/**
 * How long one that does not answer is called again.
 *
 * @param tries of one event, the first among them
 * @param firstPause after the first one; each further pause is twice as long
 * @param longestPause and no pause is longer
 */
public record Patience(int tries, Duration firstPause, Duration longestPause) {

  /** For events that are of interest while they are news: a few minutes. */
  public static final Patience SHORT =
      new Patience(8, Duration.ofSeconds(1), Duration.ofMinutes(1));

  /** For events that are to be told at least once: most of a day. */
  public static final Patience LONG =
      new Patience(200, Duration.ofSeconds(1), Duration.ofMinutes(5));
}

package io.proffer.agent.link;

import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/**
 * How long to wait before dialing again. The wait doubles with each failure, up to a minute; while
 * the master was lost only a moment ago, up to two seconds, so that a master that was merely
 * restarted has its agents back soon. A random part keeps the agents of a cluster apart.
 */
final class DialBackoff {

  private static final Duration FIRST = Duration.ofMillis(100);
  private static final Duration MAX = Duration.ofMinutes(1);
  private static final Duration MAX_JUST_LOST = Duration.ofSeconds(2);
  private static final Duration JUST_LOST = Duration.ofMinutes(2);

  private final RandomGenerator random;
  private int failures;
  private Instant since = Instant.MIN;

  DialBackoff(RandomGenerator random) {
    this.random = random;
  }

  /** A connection stood, or there is a new master to try: the first attempts are soon. */
  void reset(Instant now) {
    failures = 0;
    since = now;
  }

  /** The wait after one more failure: between half and all of the doubled one. */
  Duration next(Instant now) {
    Duration max = now.isBefore(since.plus(JUST_LOST)) ? MAX_JUST_LOST : MAX;
    Duration doubled = FIRST.multipliedBy(1L << Math.min(failures, 20));
    failures++;
    Duration wait = doubled.compareTo(max) > 0 ? max : doubled;
    long half = wait.toNanos() / 2;
    return Duration.ofNanos(half + random.nextLong(half + 1));
  }
}

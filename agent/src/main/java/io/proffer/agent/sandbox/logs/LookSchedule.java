package io.proffer.agent.sandbox.logs;

import java.time.Duration;

/**
 * When to look at a log file again. A file that is about to become too large is looked at soon; one
 * that does not grow, now and then.
 */
final class LookSchedule {

  static final Duration MIN = Duration.ofMillis(20);
  static final Duration MAX = Duration.ofMillis(500);

  private LookSchedule() {}

  /**
   * @param bytes what the file has
   * @param grown by how much since the last look
   * @param elapsed since then
   */
  static Duration next(long bytes, long grown, Duration elapsed, long maxBytes) {
    if (grown <= 0 || elapsed.isZero() || elapsed.isNegative()) {
      return MAX;
    }
    double left = Math.max(0, maxBytes - bytes);
    // Halfway there, in case it becomes faster.
    long nanos = (long) (left / grown * elapsed.toNanos() / 2);
    return Duration.ofNanos(Math.clamp(nanos, MIN.toNanos(), MAX.toNanos()));
  }
}

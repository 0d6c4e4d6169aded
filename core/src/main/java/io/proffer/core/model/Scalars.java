package io.proffer.core.model;

import java.math.BigDecimal;

/**
 * Scalar quantities. Mesos counts them in thousandths, so that arithmetic is exact: here they are
 * longs of thousandths ("millis") and doubles only on the wire.
 */
final class Scalars {

  /** The largest quantity of one resource: an exabyte of disk in MB. Keeps sums within a long. */
  static final long MAX_MILLIS = 1_000_000_000_000_000L;

  private Scalars() {}

  /**
   * The sum, but never more than a long can be: whatever is as much is more than anybody has, which
   * is all that matters of it. So nobody ends a master by asking for more than it can count.
   *
   * @param a not negative
   * @param b not negative
   */
  static long plus(long a, long b) {
    long sum = a + b;
    return sum < 0 ? Long.MAX_VALUE : sum;
  }

  /** So many times as much, but never more than a long can be; neither is negative. */
  static long times(long millis, long copies) {
    return copies > 0 && millis > Long.MAX_VALUE / copies ? Long.MAX_VALUE : millis * copies;
  }

  /** The nearest thousandth. */
  static long toMillis(double value) {
    return Math.round(value * 1000);
  }

  static double toDouble(long millis) {
    return millis / 1000.0;
  }

  /** Without trailing zeros and without an exponent: 2, 0.1, 4096. */
  static String text(long millis) {
    return millis % 1000 == 0
        ? Long.toString(millis / 1000)
        : BigDecimal.valueOf(millis, 3).stripTrailingZeros().toPlainString();
  }

  /** As {@link #text(long)}, for quantities that may be out of range. */
  static String text(double value) {
    return Math.abs(value) * 1000 < Long.MAX_VALUE ? text(toMillis(value)) : Double.toString(value);
  }
}

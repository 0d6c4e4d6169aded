package io.proffer.core.protocol;

import java.util.Arrays;

/**
 * The text of a floating-point number as Mesos writes it: the shortest that reads back the same,
 * always with a decimal point or an exponent, plain up to 21 digits before the point and 6 zeros
 * after it ({@code 2.0}, {@code 0.1}, {@code 1795227182.417509}, {@code 1e30}).
 */
final class JsonDouble {

  private static final double LARGEST_EXACT_INTEGER = 1L << 53;
  private static final int MAX_PLAIN_EXPONENT = 21;
  private static final int MIN_PLAIN_EXPONENT = -6;

  private JsonDouble() {}

  /** Any finite number; others have no JSON number. */
  static String text(double value) {
    if (value == Math.rint(value) && Math.abs(value) < LARGEST_EXACT_INTEGER) {
      boolean negativeZero = value == 0 && Double.doubleToRawLongBits(value) != 0;
      return negativeZero ? "-0.0" : (long) value + ".0";
    }
    return reformat(Double.toString(value));
  }

  static String text(float value) {
    return reformat(Float.toString(value));
  }

  /** Java has the digits right; it only goes over to exponents early. */
  private static String reformat(String java) {
    int e = java.indexOf('E');
    if (e < 0) {
      return java;
    }
    boolean negative = java.charAt(0) == '-';
    int point = java.indexOf('.');
    String whole = java.substring(negative ? 1 : 0, point);
    String fraction = java.substring(point + 1, e);
    String digits = fraction.equals("0") ? whole : whole + fraction;
    int pointAt = whole.length() + Integer.parseInt(java, e + 1, java.length(), 10);
    return (negative ? "-" : "") + place(digits, pointAt);
  }

  /** Writes 0.{@code digits} times ten to the power of {@code pointAt}. */
  private static String place(String digits, int pointAt) {
    if (pointAt > MAX_PLAIN_EXPONENT || pointAt <= MIN_PLAIN_EXPONENT) {
      String rest = digits.length() == 1 ? "" : "." + digits.substring(1);
      return digits.charAt(0) + rest + "e" + (pointAt - 1);
    }
    if (pointAt <= 0) {
      return "0." + zeros(-pointAt) + digits;
    }
    if (pointAt >= digits.length()) {
      return digits + zeros(pointAt - digits.length()) + ".0";
    }
    return digits.substring(0, pointAt) + "." + digits.substring(pointAt);
  }

  private static String zeros(int count) {
    char[] zeros = new char[count];
    Arrays.fill(zeros, '0');
    return new String(zeros);
  }
}

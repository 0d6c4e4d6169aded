package io.proffer.batch.kernel;

import java.time.Duration;

/**
 * How long the indexes of an array take, where there are copies of slow ones.
 *
 * @param ended how many of them ended well when this was reckoned
 * @param median how long the latest of them took
 * @param copies how many were launched
 * @param won how many of these ended well first
 */
public record Pace(int ended, Duration median, int copies, int won) {

  /** Nothing is known. */
  public static final Pace UNKNOWN = new Pace(0, Duration.ZERO, 0, 0);

  /** So many tell how long one takes. */
  static final int FEWEST = 3;

  boolean isKnown() {
    return ended >= FEWEST;
  }

  Pace reckoned(int count, Duration middle) {
    return new Pace(count, middle, copies, won);
  }

  Pace copied() {
    return new Pace(ended, median, copies + 1, won);
  }

  Pace wonByCopy() {
    return new Pace(ended, median, copies, won + 1);
  }

  /** Whether this was said after the other one. */
  public boolean isAfter(Pace other) {
    return ended + copies + won > other.ended + other.copies + other.won;
  }
}

package io.proffer.batch.model;

import java.time.Duration;

/**
 * That indexes of an array are launched a second time where they take much longer than others: to
 * be said only of tasks that may run twice at once.
 *
 * @param max how many second ones there are at a time
 * @param slowerThan so many times the median of those that have ended well
 * @param after how long one runs at least before there is a second one
 */
public record Copies(int max, double slowerThan, Duration after) {

  public static final int MOST = 1_000;
  public static final double USUAL_SLOWER_THAN = 2;
  public static final int USUAL_AFTER_SECONDS = 30;
}

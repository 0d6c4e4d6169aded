package io.proffer.service.model;

import java.time.Duration;

/**
 * How long to wait before instances are launched when instances have failed.
 *
 * @param initial the first wait
 * @param factor 1 and more, for each next one
 * @param limit the longest wait
 */
public record Backoff(Duration initial, double factor, Duration limit) {

  /** The wait after this one. */
  public Duration after(Duration wait) {
    double next = wait.toMillis() * factor;
    return next >= limit.toMillis() ? limit : Duration.ofMillis(Math.round(next));
  }
}

package io.proffer.master.actor;

import io.proffer.core.time.Ticker;
import java.time.Instant;

/**
 * Begins with the machine's clock and from then on counts what has passed: it never goes back,
 * whatever is done to the clock, as the kernel wants it.
 */
final class SteadyTicker implements Ticker {

  private final Instant start;
  private final long startNanos = System.nanoTime();

  SteadyTicker(Instant start) {
    this.start = start;
  }

  @Override
  public Instant now() {
    return start.plusNanos(System.nanoTime() - startNanos);
  }
}

package io.proffer.core.time;

import java.time.Duration;
import java.time.Instant;

/**
 * Virtual time: stands still until it is moved, and never goes back. May be asked and moved by any
 * thread.
 */
public final class ManualTicker implements Ticker {

  private Instant now;

  public ManualTicker(Instant start) {
    this.now = start;
  }

  @Override
  public synchronized Instant now() {
    return now;
  }

  /**
   * Lets {@code span} pass.
   *
   * @return the new present
   * @throws IllegalArgumentException if {@code span} is negative
   */
  public synchronized Instant advance(Duration span) {
    if (span.isNegative()) {
      throw new IllegalArgumentException("Time does not go back by " + span);
    }
    now = now.plus(span);
    return now;
  }

  /**
   * Lets time pass until {@code moment}.
   *
   * @throws IllegalArgumentException if {@code moment} is in the past
   */
  public synchronized void advanceTo(Instant moment) {
    if (moment.isBefore(now)) {
      throw new IllegalArgumentException("Time does not go back from " + now + " to " + moment);
    }
    now = moment;
  }
}

package io.proffer.core.time;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Virtual time: stands still until it is moved, and never goes back. May be asked and moved by any
 * thread.
 */
public final class ManualTicker implements Ticker {

  private final AtomicReference<Instant> now;

  public ManualTicker(Instant start) {
    this.now = new AtomicReference<>(start);
  }

  @Override
  public Instant now() {
    return now.get();
  }

  /**
   * Lets {@code span} pass.
   *
   * @return the new present
   * @throws IllegalArgumentException if {@code span} is negative
   */
  public Instant advance(Duration span) {
    if (span.isNegative()) {
      throw new IllegalArgumentException("Time does not go back by " + span);
    }
    return now.updateAndGet(present -> present.plus(span));
  }

  /**
   * Lets time pass until {@code moment}.
   *
   * @throws IllegalArgumentException if {@code moment} is in the past
   */
  public void advanceTo(Instant moment) {
    now.updateAndGet(
        present -> {
          if (moment.isBefore(present)) {
            throw new IllegalArgumentException(
                "Time does not go back from " + present + " to " + moment);
          }
          return moment;
        });
  }
}

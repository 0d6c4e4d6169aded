package io.proffer.core.time;

import java.time.Instant;

/**
 * Says what time it is. Actors and bootstrap code ask one and hand the answer to the kernels, which
 * have no clock of their own. May be asked by any thread.
 */
@FunctionalInterface
public interface Ticker {

  /** The present moment. May go back when the machine's clock is set. */
  Instant now();

  /** The machine's clock. */
  static Ticker system() {
    return Instant::now;
  }
}

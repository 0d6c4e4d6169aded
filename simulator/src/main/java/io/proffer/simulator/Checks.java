package io.proffer.simulator;

import java.util.function.Supplier;

/** Says no. */
final class Checks {
  private Checks() {}

  /** Fails unless a condition holds; the details are made only when it does not. */
  static void require(Invariant invariant, boolean holds, Supplier<String> details) {
    if (!holds) {
      throw new ViolationException(invariant, details.get());
    }
  }
}

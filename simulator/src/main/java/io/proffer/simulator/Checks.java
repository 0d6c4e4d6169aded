package io.proffer.simulator;

import java.util.function.Supplier;

/** Says no. */
final class Checks {
  private Checks() {}

  /** Fails unless a condition holds; the message is made only when it does not. */
  static void require(boolean holds, Supplier<String> message) {
    if (!holds) {
      throw new ViolationException(message.get());
    }
  }
}

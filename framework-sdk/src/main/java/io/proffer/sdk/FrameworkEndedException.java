package io.proffer.sdk;

import org.jspecify.annotations.Nullable;

/** A framework's run has ended in another way than its scheduler asked for. */
public final class FrameworkEndedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Outcome outcome;

  FrameworkEndedException(String framework, Outcome outcome) {
    super("framework " + framework + ": " + outcome, cause(outcome));
    this.outcome = outcome;
  }

  public Outcome outcome() {
    return outcome;
  }

  private static @Nullable Throwable cause(Outcome outcome) {
    return outcome instanceof Outcome.Crashed crashed ? crashed.cause() : null;
  }
}

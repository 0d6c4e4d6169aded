package io.proffer.simulator;

/** Something that must always hold does not. */
final class ViolationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Violation violation;

  ViolationException(Invariant invariant, String details) {
    super(new Violation(invariant, details).toString());
    this.violation = new Violation(invariant, details);
  }

  Violation violation() {
    return violation;
  }
}

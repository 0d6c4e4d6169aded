package io.proffer.simulator;

/**
 * Something that must hold and did not.
 *
 * @param invariant what must hold
 * @param details what was found instead
 */
record Violation(Invariant invariant, String details) {

  /** For people: which invariant, what it means, and what was found. */
  @Override
  public String toString() {
    return "invariant " + invariant.name() + " (" + invariant + ") is broken: " + details;
  }
}

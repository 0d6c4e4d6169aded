package io.proffer.simulator;

/** A framework's process dies in the middle of a callback, as its seed wants it to. */
final class ProcessDeath extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ProcessDeath(String where) {
    super(where);
  }
}

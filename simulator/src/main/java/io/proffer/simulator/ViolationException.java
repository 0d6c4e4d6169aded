package io.proffer.simulator;

/** Something that must always hold does not. */
public final class ViolationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ViolationException(String message) {
    super(message);
  }
}

package io.proffer.agent.http;

/** A request is answered with an error. */
final class RefusedException extends Exception {

  private static final long serialVersionUID = 1L;

  private final int status;

  /**
   * @param message what was wrong and what to do, for people
   */
  RefusedException(int status, String message) {
    super(message);
    this.status = status;
  }

  int status() {
    return status;
  }
}

package io.proffer.core.protocol;

/** A call is not understood. Not a fault of ours, so it carries no stack. */
public final class RefusedCallException extends Exception {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final String said;

  /**
   * @param status the HTTP status to answer with
   * @param said what was wrong, for people
   */
  public RefusedCallException(int status, String said) {
    super(said, null, false, false);
    this.status = status;
    this.said = said;
  }

  /** The HTTP status to answer with, 400 to 499. */
  public int status() {
    return status;
  }

  /** What was wrong, for people. */
  public String said() {
    return said;
  }
}

package io.proffer.batch.kernel;

/** Something that cannot be done as things are. */
public final class RefusedException extends Exception {

  private static final long serialVersionUID = 1L;

  private final Kind kind;

  /** What is in the way. */
  public enum Kind {
    NO_JOB,
    NO_SCHEDULE,
    NO_RUN,
    NO_WORKFLOW,
    /** Jobs would wait for each other, or for one that is not there. */
    INVALID_DEPENDENCIES,
    CONFLICT,
    /** It asks for more at once than there ever is. */
    NEVER_FITS,
    TOO_MANY
  }

  RefusedException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}

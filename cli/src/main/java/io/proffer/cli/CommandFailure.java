package io.proffer.cli;

import java.util.Optional;

/**
 * A failure a person can act on: printed as {@code proffer: message}, then the hint, never as a
 * stack trace.
 */
public final class CommandFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final ExitCode exitCode;
  private final transient Optional<String> hint;

  private CommandFailure(ExitCode exitCode, String message, Optional<String> hint) {
    super(message);
    this.exitCode = exitCode;
    this.hint = hint;
  }

  /** A failure whose message says all there is to say. */
  public static CommandFailure of(ExitCode exitCode, String message) {
    return new CommandFailure(exitCode, message, Optional.empty());
  }

  /**
   * A failure with advice.
   *
   * @param hint what to do about it, a whole sentence
   */
  public static CommandFailure of(ExitCode exitCode, String message, String hint) {
    return new CommandFailure(exitCode, message, Optional.of(hint));
  }

  /** What the process exits with. */
  public ExitCode exitCode() {
    return exitCode;
  }

  /** What to do about it. */
  public Optional<String> hint() {
    return hint;
  }

  /** The message. */
  public String message() {
    return String.valueOf(getMessage());
  }
}

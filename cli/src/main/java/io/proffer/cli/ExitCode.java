package io.proffer.cli;

/** What the shell learns from a command; stable, for scripts. */
public enum ExitCode {
  /** The command did what it was asked. */
  DONE(0),
  /** It tried and failed. */
  FAILED(1),
  /** The command line or the configuration is wrong; nothing was tried. */
  USAGE(2),
  /** What was begun has not come to its end in the time it was given; it goes on. */
  TIMED_OUT(3),
  /** What the command was asked about does not exist. */
  NOT_FOUND(4),
  /** Something else is going on that this would be in the way of. */
  CONFLICT(5),
  /** Whoever was asked does not allow it. */
  DENIED(6),
  /** No master, or no framework, answered. */
  UNREACHABLE(7),
  /** Ctrl-C. */
  INTERRUPTED(130);

  private final int code;

  ExitCode(int code) {
    this.code = code;
  }

  /** The process' exit status. */
  public int code() {
    return code;
  }
}

package io.proffer.cli;

/** What the shell learns from a command; stable, for scripts. */
public enum ExitCode {
  /** The command did what it was asked. */
  DONE(0),
  /** It tried and failed. */
  FAILED(1),
  /** The command line or the configuration is wrong; nothing was tried. */
  USAGE(2),
  /** What the command was asked about does not exist. */
  NOT_FOUND(4),
  /** No master answered. */
  UNREACHABLE(7);

  private final int code;

  ExitCode(int code) {
    this.code = code;
  }

  /** The process' exit status. */
  public int code() {
    return code;
  }
}

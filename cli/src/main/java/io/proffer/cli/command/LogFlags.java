package io.proffer.cli.command;

import io.proffer.cli.CommandFailure;
import io.proffer.cli.ExitCode;
import picocli.CommandLine.Option;

/** What of an output is printed, and for how long. */
final class LogFlags {

  /** Prints what comes until it is interrupted. */
  @FunctionalInterface
  interface Following {
    void run() throws InterruptedException;
  }

  @Option(names = "--stderr", description = "Standard error in place of standard output.")
  private boolean errors;

  @Option(
      names = {"-n", "--lines"},
      paramLabel = "N",
      defaultValue = "100",
      description = "How many lines, from the end. Default: ${DEFAULT-VALUE}")
  private int lines;

  @Option(
      names = {"-f", "--follow"},
      description = "Go on with what comes, until Ctrl-C.")
  private boolean goOn;

  /** The sandbox' file that is meant. */
  String file() {
    return errors ? "stderr" : "stdout";
  }

  /** How many lines from the end; a usage error if that is no number of lines. */
  int lines() {
    if (lines < 0) {
      throw CommandFailure.of(ExitCode.USAGE, "--lines must not be negative, as " + lines + " is");
    }
    return lines;
  }

  /** Goes on with what comes if that is wanted. */
  void goOn(Following following) {
    if (goOn) {
      try {
        following.run();
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
      }
    }
  }
}

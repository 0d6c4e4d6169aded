package io.proffer.cli;

import picocli.CommandLine.Command;

/** {@code proffer} alone: says what it can do. */
@Command(
    name = "proffer",
    description = "A cluster manager with two-level scheduling that speaks the Mesos v1 APIs.",
    mixinStandardHelpOptions = true,
    versionProvider = RootCommand.Versions.class,
    footer = {
      "",
      "Every flag is also an environment variable: --work-dir is PROFFER_WORK_DIR.",
      "'proffer config COMMAND' shows what a command would run with.",
      "Exit codes: 0 done, 1 failed, 2 wrong usage, 3 timed out, 4 not found, 5 conflict, 6 denied,",
      "7 unreachable."
    })
final class RootCommand implements Runnable {

  /** For {@code --version}. */
  static final class Versions implements picocli.CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {Version.line()};
    }
  }

  @Override
  public void run() {
    throw CommandFailure.of(
        ExitCode.USAGE,
        "say what to do",
        "Try 'proffer demo', or 'proffer --help' for all commands.");
  }
}

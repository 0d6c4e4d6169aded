package io.proffer.cli.command;

import io.proffer.cli.CommandFailure;
import io.proffer.cli.ExitCode;
import io.proffer.cli.session.LocalTty;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How one talks with a command that is run inside a task. */
final class SessionFlags {

  @Option(
      names = {"-i", "--interactive"},
      description = "The command gets what is typed here, or piped in.")
  private boolean interactive;

  @Option(
      names = {"-t", "--tty"},
      description = "The command has a terminal: this one.")
  private boolean tty;

  boolean interactive() {
    return interactive;
  }

  /** This process' terminal, if the command is to have it as its own. */
  Optional<LocalTty> terminal() {
    return tty ? Optional.of(own()) : Optional.empty();
  }

  private static LocalTty own() {
    return LocalTty.ofStandardInput()
        .orElseThrow(
            () ->
                CommandFailure.of(
                    ExitCode.USAGE,
                    "standard input is not a terminal, so there is none to give",
                    "Without a terminal, leave --tty out."));
  }
}

package io.proffer.cli.command;

import io.proffer.cli.CommandFailure;
import io.proffer.cli.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A word that needs another after it, such as {@code task}. */
@Command(mixinStandardHelpOptions = true)
public final class GroupCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw CommandFailure.of(
        ExitCode.USAGE,
        "'" + spec.qualifiedName() + "' needs a command",
        "Try '" + spec.qualifiedName() + " --help'.");
  }
}

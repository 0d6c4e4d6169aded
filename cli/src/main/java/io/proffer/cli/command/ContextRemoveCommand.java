package io.proffer.cli.command;

import io.proffer.cli.Terminal;
import io.proffer.cli.config.Contexts;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code proffer context remove}. */
@Command(
    name = "remove",
    description = "Forget a cluster. The cluster itself is not asked.",
    mixinStandardHelpOptions = true)
public final class ContextRemoveCommand implements Runnable {

  private final Terminal terminal;

  @Parameters(paramLabel = "CONTEXT", description = "One of 'proffer context list'.")
  private String name = "";

  /** Prints to a terminal. */
  public ContextRemoveCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    Contexts.read(terminal.environment()).without(name).write();
    terminal.progress("Context '" + name + "' is forgotten.");
  }
}

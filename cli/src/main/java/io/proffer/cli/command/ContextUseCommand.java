package io.proffer.cli.command;

import io.proffer.cli.Terminal;
import io.proffer.cli.config.Contexts;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code proffer context use}. */
@Command(
    name = "use",
    description = "Ask this cluster from now on, where nothing else says whom.",
    mixinStandardHelpOptions = true)
public final class ContextUseCommand implements Runnable {

  private final Terminal terminal;

  @Parameters(paramLabel = "CONTEXT", description = "One of 'proffer context list'.")
  private String name = "";

  /** Prints to a terminal. */
  public ContextUseCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    Contexts.read(terminal.environment()).using(name).write();
    terminal.progress("Context '" + name + "' is in use.");
  }
}

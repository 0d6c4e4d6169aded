package io.proffer.cli.command;

import io.proffer.cli.Terminal;
import io.proffer.cli.client.FrameworkRow;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code proffer framework list}. */
@Command(
    name = "list",
    description = "List the frameworks and what they hold.",
    mixinStandardHelpOptions = true)
public final class FrameworkListCommand implements Runnable {

  private final Terminal terminal;

  @Mixin private final MasterOption master = new MasterOption();
  @Mixin private final OutputOption output = new OutputOption();

  @Option(names = "--all", description = "Also those that have ended.")
  private boolean all;

  /** Prints to a terminal. */
  public FrameworkListCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    FrameworkRow.list(master.client(), all).print(terminal, output.format());
  }
}

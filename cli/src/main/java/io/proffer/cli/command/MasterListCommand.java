package io.proffer.cli.command;

import io.proffer.cli.Terminal;
import io.proffer.cli.client.MasterRow;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code proffer master list}. */
@Command(
    name = "list",
    description = "List the masters, and which one leads.",
    mixinStandardHelpOptions = true)
public final class MasterListCommand implements Runnable {

  private final Terminal terminal;

  @Mixin private final MasterOption master = new MasterOption();
  @Mixin private final OutputOption output = new OutputOption();

  /** Prints to a terminal. */
  public MasterListCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    MasterRow.list(master.client()).print(terminal, output.format());
  }
}

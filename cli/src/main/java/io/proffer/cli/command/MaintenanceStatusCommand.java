package io.proffer.cli.command;

import io.proffer.cli.Terminal;
import io.proffer.cli.client.MaintenanceRow;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code proffer maintenance status}. */
@Command(
    name = "status",
    description = "List the machines in the maintenance schedule, and what frameworks say to it.",
    mixinStandardHelpOptions = true)
public final class MaintenanceStatusCommand implements Runnable {

  private final Terminal terminal;

  @Mixin private final MasterOption master = new MasterOption();
  @Mixin private final OutputOption output = new OutputOption();

  /** Prints to a terminal. */
  public MaintenanceStatusCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    MaintenanceRow.list(master.client()).print(terminal, output.format());
  }
}

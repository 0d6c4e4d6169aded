package io.proffer.cli.command;

import io.proffer.cli.Terminal;
import io.proffer.cli.client.Maintenance;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code proffer maintenance start}. */
@Command(
    name = "start",
    description = {
      "Begin the maintenance of scheduled machines.",
      "Their agents end with all their tasks, and none is let in until the maintenance is over."
    },
    mixinStandardHelpOptions = true)
public final class MaintenanceStartCommand implements Runnable {

  private final Terminal terminal;

  @Mixin private final MachinesOption machines = new MachinesOption();

  /** Tells a terminal how it went. */
  public MaintenanceStartCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    Maintenance maintenance = machines.maintenance();
    Set<Maintenance.Machine> found = machines.find(maintenance);
    maintenance.start(found);
    terminal.progress(
        "Down: "
            + MachinesOption.words(found)
            + ". Agents there end; 'proffer maintenance stop' has them let in again.");
  }
}

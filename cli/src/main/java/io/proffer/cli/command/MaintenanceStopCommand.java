package io.proffer.cli.command;

import io.proffer.cli.Terminal;
import io.proffer.cli.client.Maintenance;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code proffer maintenance stop}. */
@Command(
    name = "stop",
    description = {
      "End the maintenance of machines that are down.",
      "Agents there are let in again; those that have ended must be started there."
    },
    mixinStandardHelpOptions = true)
public final class MaintenanceStopCommand implements Runnable {

  private final Terminal terminal;

  @Mixin private final MachinesOption machines = new MachinesOption();

  /** Tells a terminal how it went. */
  public MaintenanceStopCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    Maintenance maintenance = machines.maintenance();
    Set<Maintenance.Machine> found = machines.find(maintenance);
    maintenance.stop(found);
    terminal.progress("Up: " + MachinesOption.words(found) + ". Agents there are let in again.");
  }
}

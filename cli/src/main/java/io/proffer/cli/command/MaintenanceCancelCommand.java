package io.proffer.cli.command;

import io.proffer.cli.CommandFailure;
import io.proffer.cli.ExitCode;
import io.proffer.cli.Terminal;
import io.proffer.cli.client.Maintenance;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code proffer maintenance cancel}. */
@Command(
    name = "cancel",
    description = {
      "Take machines out of the maintenance schedule that are not down.",
      "Nothing has to leave them any more; what has left does not come back by itself."
    },
    footer = {
      "",
      "Examples:",
      "  proffer maintenance cancel node7.example",
      "  proffer maintenance cancel --all"
    },
    mixinStandardHelpOptions = true)
public final class MaintenanceCancelCommand implements Runnable {

  private final Terminal terminal;

  @Mixin private final MasterOption master = new MasterOption();

  @Parameters(
      paramLabel = "MACHINE",
      arity = "0..*",
      description = "A machine: its host name or address, or HOST/IP.")
  private List<String> names = new ArrayList<>();

  @Option(names = "--all", description = "All machines in the schedule.")
  private boolean all;

  /** Tells a terminal how it went. */
  public MaintenanceCancelCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    if (names.isEmpty() != all) {
      throw CommandFailure.of(ExitCode.USAGE, "name machines, or say --all");
    }
    Maintenance maintenance = new Maintenance(master.client());
    Set<Maintenance.Machine> found =
        all ? new LinkedHashSet<>(maintenance.scheduled()) : maintenance.find(names);
    maintenance.cancel(found);
    terminal.progress(
        found.isEmpty()
            ? "No machine is scheduled."
            : "No longer scheduled: " + MachinesOption.words(found) + ".");
  }
}

package io.proffer.cli.command;

import io.proffer.cli.client.Maintenance;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Which machines, of which cluster. */
final class MachinesOption {

  @Mixin private final MasterOption master = new MasterOption();

  @Parameters(
      paramLabel = "MACHINE",
      arity = "1..*",
      description = {
        "A machine: its host name or address, the id of an agent there,",
        "or HOST/IP if no agent is there."
      })
  private List<String> names = new ArrayList<>();

  Maintenance maintenance() {
    return new Maintenance(master.client());
  }

  Set<Maintenance.Machine> find(Maintenance maintenance) {
    return maintenance.find(names);
  }

  static String words(Set<Maintenance.Machine> machines) {
    return String.join(", ", machines.stream().map(Maintenance.Machine::toString).toList());
  }
}

package io.proffer.master.validation;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.proffer.core.protocol.MesosJson;
import io.proffer.master.state.Machine;
import io.proffer.master.state.MachineKey;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.mesos.v1.Protos.MachineID;
import org.apache.mesos.v1.maintenance.Protos.Schedule;
import org.apache.mesos.v1.maintenance.Protos.Window;

/** What makes a maintenance schedule, or a list of machines, one that can be; in Mesos' words. */
public final class MaintenanceRules {
  private static final String BYTE = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
  private static final Pattern IP_V4 = Pattern.compile(BYTE + "(\\." + BYTE + "){3}");

  private MaintenanceRules() {}

  /**
   * Why there cannot be this schedule; empty if there can.
   *
   * @param machines that are in the schedule that it replaces
   */
  public static Optional<String> problem(Schedule schedule, Collection<Machine> machines) {
    Set<MachineKey> seen = new HashSet<>();
    for (Window window : schedule.getWindowsList()) {
      if (window.getMachineIdsCount() == 0) {
        return Optional.of("List of machines in the maintenance window is empty");
      }
      if (window.getUnavailability().getDuration().getNanoseconds() < 0) {
        return Optional.of("Unavailability 'duration' is negative");
      }
      Optional<String> problem = problem(window.getMachineIdsList(), seen);
      if (problem.isPresent()) {
        return problem;
      }
    }
    return machines.stream()
        .filter(machine -> machine.down() && !seen.contains(machine.key()))
        .findFirst()
        .map(
            machine ->
                "Machine '%s' is deactivated and cannot be removed from the schedule"
                    .formatted(words(machine.id())));
  }

  /** Why these cannot be brought down or up; empty if, for all that they say, they can. */
  public static Optional<String> problem(List<MachineID> machines) {
    return machines.isEmpty()
        ? Optional.of("List of machines is empty")
        : problem(machines, new HashSet<>());
  }

  private static Optional<String> problem(List<MachineID> machines, Set<MachineKey> seen) {
    for (MachineID id : machines) {
      if (id.getHostname().isEmpty() && id.getIp().isEmpty()) {
        return Optional.of("Both 'hostname' and 'ip' for a machine are empty");
      }
      if (!id.getIp().isEmpty() && !IP_V4.matcher(id.getIp()).matches()) {
        return Optional.of("Failed to parse IPv4: " + id.getIp());
      }
      if (!seen.add(MachineKey.of(id))) {
        return Optional.of(
            "Machine '%s' appears more than once in the schedule".formatted(words(id)));
      }
    }
    return Optional.empty();
  }

  /** A machine as answers name it. */
  public static String words(MachineID machine) {
    return new String(MesosJson.write(machine), UTF_8);
  }
}

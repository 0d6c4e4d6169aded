package io.proffer.master.kernel;

import io.proffer.master.state.Agent;
import io.proffer.master.state.Machine;
import io.proffer.master.state.MachineKey;
import io.proffer.master.state.Maintenance;
import io.proffer.master.state.MasterEvent.MachinesBroughtDown;
import io.proffer.master.state.MasterEvent.MachinesBroughtUp;
import io.proffer.master.state.MasterEvent.MaintenanceScheduled;
import io.proffer.master.state.MasterState;
import io.proffer.master.validation.MaintenanceRules;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.mesos.v1.Protos.MachineID;
import org.apache.mesos.v1.Protos.Unavailability;
import org.apache.mesos.v1.maintenance.Protos.Window;

/**
 * What operators say about machines they are going to work on: when that is expected to be, that it
 * begins, and that it is over. Only they say so; no clock does.
 */
final class MachineMaintenance {
  /** As Mesos words it. */
  static final String REMOVED = "Operator initiated 'Machine DOWN'";

  /** What an agent is told that is on a machine under maintenance; in Mesos' words. */
  static final String DOWN = "Machine is `DOWN`";

  private final Turn turn;
  private final MasterState state;
  private final Maintenance maintenance;
  private final Offers offers;
  private final InverseOffers inverseOffers;
  private final AgentLosses losses;

  MachineMaintenance(Turn turn, Offers offers, InverseOffers inverseOffers, AgentLosses losses) {
    this.turn = turn;
    this.state = turn.state();
    this.maintenance = state.maintenance();
    this.offers = offers;
    this.inverseOffers = inverseOffers;
    this.losses = losses;
  }

  /** There is to be this schedule in place of the one there is. */
  void schedule(MasterInput.UpdateMaintenanceSchedule input) {
    Optional<String> problem = MaintenanceRules.problem(input.schedule(), maintenance.machines());
    if (problem.isPresent()) {
      turn.refuse(input.request(), 400, problem.get());
      return;
    }
    Map<MachineKey, Unavailability> after = new HashMap<>();
    for (Window window : input.schedule().getWindowsList()) {
      window
          .getMachineIdsList()
          .forEach(id -> after.put(MachineKey.of(id), window.getUnavailability()));
    }
    for (Agent agent : List.copyOf(state.agents())) {
      Optional<Unavailability> before = maintenance.machineOf(agent).map(Machine::unavailability);
      if (!before.equals(Optional.ofNullable(after.get(MachineKey.of(agent))))) {
        // What was offered, and asked, says something about the future that is not so any more.
        offers.rescindAllOn(agent.id());
        inverseOffers.rescindAllOn(agent.id());
      }
    }
    turn.happened(new MaintenanceScheduled(input.schedule()));
    turn.answer(input.request(), new CallOutcome.Done());
  }

  /** The work on these machines begins: their agents go, and are not let in again. */
  void start(MasterInput.StartMaintenance input) {
    Optional<String> problem =
        MaintenanceRules.problem(input.machines())
            .or(() -> firstThatIsNot(false, "DRAINING", "down", input.machines()));
    if (problem.isPresent()) {
      turn.refuse(input.request(), 400, problem.get());
      return;
    }
    Set<MachineKey> keys = keys(input.machines());
    for (Agent agent : List.copyOf(state.agents())) {
      if (keys.contains(MachineKey.of(agent))) {
        losses.expel(agent, REMOVED);
      }
    }
    turn.happened(new MachinesBroughtDown(input.machines()));
    turn.answer(input.request(), new CallOutcome.Done());
  }

  /** The work on these machines is over. */
  void stop(MasterInput.StopMaintenance input) {
    Optional<String> problem =
        MaintenanceRules.problem(input.machines())
            .or(() -> firstThatIsNot(true, "DOWN", "up", input.machines()));
    if (problem.isPresent()) {
      turn.refuse(input.request(), 400, problem.get());
      return;
    }
    turn.happened(new MachinesBroughtUp(input.machines()));
    turn.answer(input.request(), new CallOutcome.Done());
  }

  private Optional<String> firstThatIsNot(
      boolean down, String mode, String to, List<MachineID> machines) {
    for (MachineID id : machines) {
      Optional<Machine> machine = maintenance.machine(MachineKey.of(id));
      if (machine.isEmpty() && !hasAgents(MachineKey.of(id))) {
        return Optional.of(
            "Machine '%s' is not part of a maintenance schedule"
                .formatted(MaintenanceRules.words(id)));
      }
      if (machine.filter(m -> m.down() == down).isEmpty()) {
        return Optional.of(
            "Machine '%s' is not in %s mode and cannot be brought %s"
                .formatted(MaintenanceRules.words(id), mode, to));
      }
    }
    return Optional.empty();
  }

  private boolean hasAgents(MachineKey machine) {
    return state.agents().stream().anyMatch(agent -> MachineKey.of(agent).equals(machine));
  }

  private static Set<MachineKey> keys(List<MachineID> machines) {
    Set<MachineKey> keys = new HashSet<>();
    machines.forEach(id -> keys.add(MachineKey.of(id)));
    return keys;
  }
}

package io.proffer.simulator;

import io.proffer.agent.state.AgentState;
import io.proffer.core.model.AgentId;
import io.proffer.master.kernel.MasterInput;
import io.proffer.master.state.Agent;
import io.proffer.master.state.Machine;
import io.proffer.master.state.MachineKey;
import io.proffer.master.state.Maintenance;
import io.proffer.sdk.testkit.engine.Draws;
import io.proffer.sdk.testkit.node.AgentNode;
import io.proffer.sdk.testkit.node.MasterNode;
import io.proffer.sdk.testkit.node.VirtualCluster;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.mesos.v1.Protos.DurationInfo;
import org.apache.mesos.v1.Protos.MachineID;
import org.apache.mesos.v1.Protos.TimeInfo;
import org.apache.mesos.v1.Protos.Unavailability;
import org.apache.mesos.v1.maintenance.Protos.Schedule;
import org.apache.mesos.v1.maintenance.Protos.Window;

/** What operators do who work on machines: announce it, begin, and end. */
final class Upkeep {
  private final VirtualCluster cluster;
  private final Draws draws;

  Upkeep(VirtualCluster cluster, Draws draws) {
    this.cluster = cluster;
    this.draws = draws;
  }

  /**
   * Announces work on the machine of an agent. What comes next comes after a while each: the work
   * may begin, or not; it ends; the agent is started again.
   *
   * @return whether anybody could be told
   */
  boolean announce(AgentNode agent, Consumer<Runnable> later) {
    Optional<MasterNode> leader = cluster.leader();
    Optional<MachineID> machine = leader.flatMap(l -> machineOf(agent, l));
    if (machine.isEmpty()) {
      return false;
    }
    Schedule.Builder schedule = maintenance(leader.get()).schedule().toBuilder();
    if (maintenance(leader.get()).machine(MachineKey.of(machine.get())).isEmpty()) {
      schedule.addWindows(window(machine.get()));
      update(leader.get(), schedule.build());
    }
    boolean begins = draws.chance(0.7);
    later.accept(
        () -> {
          if (begins) {
            begin(machine.get());
          }
          later.accept(
              () -> {
                end(machine.get());
                agent.start();
              });
        });
    return true;
  }

  private static Optional<MachineID> machineOf(AgentNode agent, MasterNode leader) {
    Optional<AgentId> id = agent.state().flatMap(AgentState::id);
    Optional<Agent> known = id.flatMap(i -> leader.state().orElseThrow().agent(i));
    return known
        .map(MachineKey::of)
        .map(
            key ->
                MachineID.newBuilder()
                    .setHostname(key.hostname().orElseThrow())
                    .setIp(key.ip().orElseThrow())
                    .build());
  }

  private Window window(MachineID machine) {
    Duration until = draws.between(Duration.ZERO, Duration.ofMinutes(20));
    long start = TimeUnit.MILLISECONDS.toNanos(cluster.timeline().now().plus(until).toEpochMilli());
    Unavailability.Builder when =
        Unavailability.newBuilder().setStart(TimeInfo.newBuilder().setNanoseconds(start));
    if (draws.chance(0.5)) {
      Duration lasts = draws.between(Duration.ofMinutes(1), Duration.ofHours(1));
      when.setDuration(DurationInfo.newBuilder().setNanoseconds(lasts.toNanos()));
    }
    return Window.newBuilder().addMachineIds(machine).setUnavailability(when).build();
  }

  private void begin(MachineID machine) {
    Optional<MasterNode> leader = cluster.leader();
    if (leader.isPresent() && stands(leader.get(), machine, false)) {
      List<MachineID> machines = List.of(machine);
      leader.get().operate(request -> new MasterInput.StartMaintenance(request, machines));
    }
  }

  private void end(MachineID machine) {
    Optional<MasterNode> leader = cluster.leader();
    if (leader.isEmpty()) {
      return;
    }
    if (stands(leader.get(), machine, true)) {
      List<MachineID> machines = List.of(machine);
      leader.get().operate(request -> new MasterInput.StopMaintenance(request, machines));
    } else if (stands(leader.get(), machine, false)) {
      update(leader.get(), without(maintenance(leader.get()).schedule(), machine));
    }
  }

  /** No machine is worked on any more, and no work is announced. */
  void endAll() {
    cluster
        .leader()
        .ifPresent(
            leader ->
                List.copyOf(maintenance(leader).machines()).stream()
                    .map(Machine::id)
                    .forEach(this::end));
  }

  private static Schedule without(Schedule schedule, MachineID machine) {
    Schedule.Builder rest = Schedule.newBuilder();
    schedule.getWindowsList().stream()
        .filter(window -> !window.getMachineIdsList().contains(machine))
        .forEach(rest::addWindows);
    return rest.build();
  }

  private static boolean stands(MasterNode leader, MachineID machine, boolean down) {
    return maintenance(leader)
        .machine(MachineKey.of(machine))
        .filter(m -> m.down() == down)
        .isPresent();
  }

  private static void update(MasterNode leader, Schedule schedule) {
    leader.operate(request -> new MasterInput.UpdateMaintenanceSchedule(request, schedule));
  }

  private static Maintenance maintenance(MasterNode leader) {
    return leader.state().orElseThrow().maintenance();
  }
}

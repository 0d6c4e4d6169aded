package io.proffer.master.actor;

import io.proffer.master.state.Machine;
import io.proffer.master.state.Maintenance;
import org.apache.mesos.v1.maintenance.Protos.ClusterStatus;
import org.apache.mesos.v1.maintenance.Protos.Schedule;

/**
 * The maintenance schedule and how things stand with it, at one moment; immutable.
 *
 * @param status of the machines in the schedule, and what frameworks have answered about them
 */
public record MaintenanceSnapshot(Schedule schedule, ClusterStatus status) {

  /** No machine is scheduled. */
  public static final MaintenanceSnapshot NONE =
      new MaintenanceSnapshot(Schedule.getDefaultInstance(), ClusterStatus.getDefaultInstance());

  static MaintenanceSnapshot of(Maintenance maintenance) {
    if (maintenance.machines().isEmpty()) {
      return NONE;
    }
    ClusterStatus.Builder status = ClusterStatus.newBuilder();
    for (Machine machine : maintenance.machines()) {
      if (machine.down()) {
        status.addDownMachines(machine.id());
      } else {
        status.addDrainingMachines(
            ClusterStatus.DrainingMachine.newBuilder()
                .setId(machine.id())
                .addAllStatuses(maintenance.answers(machine.key())));
      }
    }
    return new MaintenanceSnapshot(maintenance.schedule(), status.build());
  }
}

package io.proffer.master.state;

import org.apache.mesos.v1.Protos.MachineID;
import org.apache.mesos.v1.Protos.Unavailability;

/**
 * A machine that is scheduled for maintenance.
 *
 * @param id as the operator wrote it
 * @param down whether the maintenance has begun: no agent of the machine is let in
 * @param unavailability when the maintenance is expected to be
 */
public record Machine(MachineID id, boolean down, Unavailability unavailability) {

  public MachineKey key() {
    return MachineKey.of(id);
  }

  Machine brought(boolean isDown) {
    return new Machine(id, isDown, unavailability);
  }
}

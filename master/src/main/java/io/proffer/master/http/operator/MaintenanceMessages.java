package io.proffer.master.http.operator;

import io.proffer.master.actor.MasterSnapshot;
import org.apache.mesos.v1.master.Protos.Response;

/** The answers of the operator API about maintenance. */
public final class MaintenanceMessages {

  private MaintenanceMessages() {}

  public static Response schedule(MasterSnapshot snapshot) {
    return StateMessages.answer(Response.Type.GET_MAINTENANCE_SCHEDULE)
        .setGetMaintenanceSchedule(
            Response.GetMaintenanceSchedule.newBuilder()
                .setSchedule(snapshot.maintenance().schedule()))
        .build();
  }

  public static Response status(MasterSnapshot snapshot) {
    return StateMessages.answer(Response.Type.GET_MAINTENANCE_STATUS)
        .setGetMaintenanceStatus(
            Response.GetMaintenanceStatus.newBuilder().setStatus(snapshot.maintenance().status()))
        .build();
  }
}

package io.proffer.sdk.internal;

import java.time.Instant;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;

/** What the kernel is made of: each part keeps its own state, and all share the outbox. */
record DriverParts(
    DriverSettings settings,
    Outbox out,
    Connection connection,
    TaskLedger ledger,
    OfferBook offers,
    Reconciler reconciler,
    Deliveries deliveries) {

  /** Brings an update to the scheduler, unless it says nothing new. */
  void update(TaskStatus status) {
    switch (ledger.judge(status)) {
      case DELIVER -> {
        ledger.delivering(status);
        deliveries.add(new Delivery.Updated(status));
      }
      case ACKNOWLEDGE_AGAIN -> connection.send(Calls.acknowledge(status));
      case DROP -> {}
    }
  }

  /** Tells the scheduler that a task it launched never reached an agent. */
  void drop(Instant now, TaskInfo task, TaskStatus.Reason reason, String message) {
    update(
        TaskStatus.newBuilder()
            .setTaskId(task.getTaskId())
            .setAgentId(task.getAgentId())
            .setState(TaskState.TASK_DROPPED)
            .setSource(TaskStatus.Source.SOURCE_MASTER)
            .setReason(reason)
            .setMessage(message)
            .setTimestamp(now.toEpochMilli() / 1000.0)
            .build());
  }

  /** The subscription is lost: the scheduler learns it, and what depended on it is forgotten. */
  void disconnected() {
    offers.clear();
    reconciler.disconnected();
    deliveries.add(new Delivery.Disconnected());
  }
}

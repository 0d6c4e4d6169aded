package io.proffer.simulator;

import io.proffer.core.model.ExecutorId;
import io.proffer.core.model.Resources;
import io.proffer.core.model.TaskId;
import io.proffer.sdk.OfferView;
import io.proffer.sdk.Offers;
import java.util.ArrayList;
import java.util.List;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.apache.mesos.v1.Protos.ExecutorInfo;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.TaskGroupInfo;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.Value;

/**
 * Work that two tasks do together, under an executor of their own: one gets it done, the other only
 * keeps it company. When one fails, both end.
 */
final class Groups {
  private static final String MATE = ".mate";

  private Groups() {}

  /** Whether a task only keeps another company. */
  static boolean isMate(TaskId task) {
    return task.value().endsWith(MATE);
  }

  /** Puts both on the first offer they fit; false when there is none. */
  static boolean launch(Offers offers, TaskId id) {
    for (OfferView offer : offers) {
      ExecutorInfo executor =
          ExecutorInfo.newBuilder()
              .setType(ExecutorInfo.Type.DEFAULT)
              .setExecutorId(new ExecutorId(id.value() + ".group").toProto())
              .setFrameworkId(offer.toProto().getFrameworkId())
              .addAllResources(amounts(offer, 0.1, 32))
              .addResources(amount(offer, "disk", 1))
              .build();
      TaskGroupInfo group =
          TaskGroupInfo.newBuilder()
              .addTasks(task(offer, id))
              .addTasks(task(offer, new TaskId(id.value() + MATE)))
              .build();
      List<Resource> all = new ArrayList<>(executor.getResourcesList());
      group.getTasksList().forEach(t -> all.addAll(t.getResourcesList()));
      if (offer.left().unreserved().suffices(Resources.of(all))) {
        offer.launch(executor, group);
        return true;
      }
    }
    return false;
  }

  private static TaskInfo task(OfferView offer, TaskId id) {
    return TaskInfo.newBuilder()
        .setName(id.value())
        .setTaskId(id.toProto())
        .setAgentId(offer.agent().toProto())
        .setCommand(CommandInfo.newBuilder().setValue("work"))
        .addAllResources(amounts(offer, 0.2, 64))
        .build();
  }

  private static List<Resource> amounts(OfferView offer, double cpus, double memMb) {
    return List.of(amount(offer, "cpus", cpus), amount(offer, "mem", memMb));
  }

  private static Resource amount(OfferView offer, String name, double value) {
    return Resource.newBuilder()
        .setName(name)
        .setType(Value.Type.SCALAR)
        .setScalar(Value.Scalar.newBuilder().setValue(value))
        .setAllocationInfo(Resource.AllocationInfo.newBuilder().setRole(offer.role()))
        .build();
  }
}

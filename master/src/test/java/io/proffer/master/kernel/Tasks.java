package io.proffer.master.kernel;

import io.proffer.core.model.AgentId;
import io.proffer.core.model.Resources;
import io.proffer.core.model.TaskId;
import java.util.Arrays;
import java.util.List;
import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.apache.mesos.v1.Protos.ExecutorID;
import org.apache.mesos.v1.Protos.ExecutorInfo;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.Offer.Operation;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.TaskGroupInfo;
import org.apache.mesos.v1.Protos.TaskInfo;

/** Tasks that are good, to be made bad by the test that needs it. */
final class Tasks {
  private Tasks() {}

  static TaskInfo.Builder task(String id, AgentId agent) {
    return task(id, agent.toProto(), "cpus:0.1;mem:32");
  }

  static TaskInfo.Builder task(String id, Offer offer) {
    return task(id, offer.getAgentId(), "cpus:0.1;mem:32");
  }

  static TaskInfo.Builder task(String id, Offer offer, String resources) {
    return task(id, offer.getAgentId(), resources);
  }

  private static TaskInfo.Builder task(String id, AgentID agent, String resources) {
    return TaskInfo.newBuilder()
        .setName(id)
        .setTaskId(new TaskId(id).toProto())
        .setAgentId(agent)
        .addAllResources(Resources.parse(resources).toProtos())
        .setCommand(CommandInfo.newBuilder().setValue("sleep 1"));
  }

  static List<Resource> revocable(String resources) {
    return Resources.parse(resources).toProtos().stream()
        .map(r -> r.toBuilder().setRevocable(Resource.RevocableInfo.getDefaultInstance()).build())
        .toList();
  }

  static ExecutorInfo.Builder defaultExecutor(String id, FrameworkID framework) {
    return ExecutorInfo.newBuilder()
        .setType(ExecutorInfo.Type.DEFAULT)
        .setExecutorId(ExecutorID.newBuilder().setValue(id))
        .setFrameworkId(framework)
        .addAllResources(Resources.parse("cpus:0.1;mem:32;disk:32").toProtos());
  }

  static Operation launch(TaskInfo... tasks) {
    return Operation.newBuilder()
        .setType(Operation.Type.LAUNCH)
        .setLaunch(Operation.Launch.newBuilder().addAllTaskInfos(Arrays.asList(tasks)))
        .build();
  }

  static Operation launchGroup(ExecutorInfo executor, TaskInfo... tasks) {
    return Operation.newBuilder()
        .setType(Operation.Type.LAUNCH_GROUP)
        .setLaunchGroup(
            Operation.LaunchGroup.newBuilder()
                .setExecutor(executor)
                .setTaskGroup(TaskGroupInfo.newBuilder().addAllTasks(Arrays.asList(tasks))))
        .build();
  }
}

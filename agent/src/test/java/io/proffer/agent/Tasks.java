package io.proffer.agent;

import io.proffer.agent.runtime.Specs;
import io.proffer.core.model.TaskId;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.apache.mesos.v1.Protos.ContainerInfo;
import org.apache.mesos.v1.Protos.ContainerInfo.DockerInfo;
import org.apache.mesos.v1.Protos.TaskInfo;

/** Tasks for a {@link TestMaster} to run. */
final class Tasks {

  private Tasks() {}

  /** A command for a shell. */
  static TaskInfo.Builder shell(String id, String command) {
    return task(id).setCommand(CommandInfo.newBuilder().setValue(command));
  }

  /** A program with no shell. */
  static TaskInfo.Builder program(String id, String program) {
    return task(id).setCommand(CommandInfo.newBuilder().setShell(false).setValue(program));
  }

  /** A command for a shell in a container without a network. */
  static TaskInfo.Builder docker(String id, String image, String command) {
    return shell(id, command)
        .setContainer(
            ContainerInfo.newBuilder()
                .setType(ContainerInfo.Type.DOCKER)
                .setDocker(
                    DockerInfo.newBuilder().setImage(image).setNetwork(DockerInfo.Network.NONE)));
  }

  private static TaskInfo.Builder task(String id) {
    return TaskInfo.newBuilder()
        .setName(id)
        .setTaskId(new TaskId(id).toProto())
        .setAgentId(TestMaster.AGENT.toProto())
        .addResources(Specs.scalar("cpus", 0.1))
        .addResources(Specs.scalar("mem", 32));
  }
}

package io.proffer.agent.runtime;

import io.proffer.agent.container.ContainerId;
import io.proffer.agent.container.ContainerSpec;
import io.proffer.agent.container.ContainerWork;
import io.proffer.core.model.AgentId;
import io.proffer.core.model.ExecutorId;
import io.proffer.core.model.FrameworkId;
import io.proffer.core.model.TaskId;
import java.util.Optional;
import java.util.UUID;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.Value;

/** Containers to launch in tests. */
public final class Specs {

  public static final AgentId AGENT = new AgentId("m-S0");

  private Specs() {}

  public static ContainerSpec shell(String command) {
    return of(CommandInfo.newBuilder().setValue(command).build());
  }

  public static ContainerSpec program(String program, String... arguments) {
    return of(
        CommandInfo.newBuilder()
            .setShell(false)
            .setValue(program)
            .addAllArguments(java.util.List.of(arguments))
            .build());
  }

  public static ContainerSpec of(CommandInfo command) {
    return of(TaskInfo.newBuilder().setCommand(command));
  }

  public static ContainerSpec of(TaskInfo.Builder task) {
    String id = "t-" + UUID.randomUUID();
    return new ContainerSpec(
        new ContainerId(UUID.randomUUID().toString()),
        Optional.empty(),
        AGENT,
        FrameworkInfo.newBuilder()
            .setUser("")
            .setName("test")
            .setId(new FrameworkId("m-0000").toProto())
            .build(),
        new ExecutorId(id),
        Optional.empty(),
        new ContainerWork.Task(
            task.setName(id)
                .setTaskId(new TaskId(id).toProto())
                .setAgentId(AGENT.toProto())
                .build()),
        "some/role");
  }

  public static Resource scalar(String name, double value) {
    return Resource.newBuilder()
        .setName(name)
        .setType(Value.Type.SCALAR)
        .setScalar(Value.Scalar.newBuilder().setValue(value))
        .build();
  }
}

package io.proffer.agent.container;

import io.proffer.core.model.AgentId;
import io.proffer.core.model.ExecutorId;
import io.proffer.core.model.FrameworkId;
import java.util.Optional;
import org.apache.mesos.v1.Protos.ExecutorInfo;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.TaskInfo;

/**
 * Everything a runtime needs to start a task's container, and to name its sandbox.
 *
 * @param parent the container of the executor whose group the task is in; empty for a command task
 * @param executor the executor's id; the task's id for a command task
 * @param groupExecutor what the framework said of that executor: the containers of its groups are a
 *     pod, and share the network it asks for; empty for a command task
 * @param role the role whose allocation the task uses
 */
public record ContainerSpec(
    ContainerId id,
    Optional<ContainerId> parent,
    AgentId agent,
    FrameworkInfo framework,
    ExecutorId executor,
    Optional<ExecutorInfo> groupExecutor,
    TaskInfo task,
    String role) {

  public FrameworkId frameworkId() {
    return FrameworkId.of(framework.getId());
  }
}

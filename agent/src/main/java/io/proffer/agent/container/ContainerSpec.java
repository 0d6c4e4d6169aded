package io.proffer.agent.container;

import io.proffer.core.model.AgentId;
import io.proffer.core.model.ExecutorId;
import io.proffer.core.model.FrameworkId;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.apache.mesos.v1.Protos.ContainerInfo;
import org.apache.mesos.v1.Protos.ExecutorInfo;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.TaskInfo;

/**
 * Everything a runtime needs to start a container, and to name its sandbox.
 *
 * @param parent the container of the executor whose group the task is in; empty for a command task
 *     and for an executor
 * @param executor the executor's id; the task's id for a command task
 * @param groupExecutor what the framework said of that executor: the containers of its groups are a
 *     pod, and share the network it asks for; empty for any other container
 * @param work what runs in it
 * @param role the role whose allocation it uses
 * @param gpus which of the machine's GPUs are its own
 */
public record ContainerSpec(
    ContainerId id,
    Optional<ContainerId> parent,
    AgentId agent,
    FrameworkInfo framework,
    ExecutorId executor,
    Optional<ExecutorInfo> groupExecutor,
    ContainerWork work,
    String role,
    List<String> gpus) {

  public ContainerSpec {
    gpus = List.copyOf(gpus);
  }

  /** Without GPUs, or before it was given those it asks for. */
  public ContainerSpec(
      ContainerId id,
      Optional<ContainerId> parent,
      AgentId agent,
      FrameworkInfo framework,
      ExecutorId executor,
      Optional<ExecutorInfo> groupExecutor,
      ContainerWork work,
      String role) {
    this(id, parent, agent, framework, executor, groupExecutor, work, role, List.of());
  }

  public FrameworkId frameworkId() {
    return FrameworkId.of(framework.getId());
  }

  /** The task that runs in it; empty for an executor's container. */
  public Optional<TaskInfo> task() {
    return switch (work) {
      case ContainerWork.Task w -> Optional.of(w.info());
      case ContainerWork.Executor w -> Optional.empty();
    };
  }

  public CommandInfo command() {
    return work.command();
  }

  /** How it is contained; the default instance when nothing is said. */
  public ContainerInfo container() {
    return work.container();
  }

  /** What it may use when it is launched. */
  public ContainerResources resources() {
    return work.resources();
  }

  /** The same, but for what runs in it. */
  public ContainerSpec with(ContainerWork other) {
    return new ContainerSpec(
        id, parent, agent, framework, executor, groupExecutor, other, role, gpus);
  }

  /** The same, with GPUs of its own. */
  public ContainerSpec withGpus(List<String> given) {
    return new ContainerSpec(
        id, parent, agent, framework, executor, groupExecutor, work, role, given);
  }
}

package io.proffer.agent.kernel;

import io.proffer.agent.container.RunningContainer;
import io.proffer.agent.state.AgentTask;
import io.proffer.agent.state.CustomExecutor;
import io.proffer.core.model.AgentId;
import java.time.Instant;
import org.apache.mesos.v1.Protos.ContainerID;
import org.apache.mesos.v1.Protos.ContainerStatus;
import org.apache.mesos.v1.Protos.NetworkInfo;
import org.apache.mesos.v1.Protos.NetworkInfo.IPAddress;
import org.apache.mesos.v1.Protos.NetworkInfo.Protocol;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;

/** Task statuses, with the fields a Mesos agent and its built-in executors put in them. */
final class Statuses {

  private Statuses() {}

  /** The status of a task that nothing was recorded of; never sent as an update. */
  static TaskStatus staging(AgentId agent, AgentTask task) {
    return TaskStatus.newBuilder()
        .setTaskId(task.key().task().toProto())
        .setState(TaskState.TASK_STAGING)
        .setAgentId(agent.toProto())
        .build();
  }

  /** A status of a task whose container was started, as its executor reports it. */
  static TaskStatus.Builder fromExecutor(Step step, AgentTask task, TaskState state) {
    TaskStatus.Builder status =
        base(step, task, state)
            .setSource(TaskStatus.Source.SOURCE_EXECUTOR)
            .setExecutorId(task.executor().toProto());
    status.setContainerStatus(containerStatus(step, task, state));
    // As in Mesos: a status that is not about the check says only that there is one.
    CheckStatuses.empty(task.info()).ifPresent(status::setCheckStatus);
    return status;
  }

  /** The task's last status again, with what its checks have found since. */
  static TaskStatus withFindings(Step step, AgentTask task, TaskStatus.Reason reason) {
    TaskStatus.Builder status =
        task.latest().orElseThrow().toBuilder()
            .setTimestamp(seconds(step.now()))
            .setUuid(step.newUpdateUuid())
            .setReason(reason);
    task.findings().healthy().ifPresent(status::setHealthy);
    task.findings().check().ifPresent(status::setCheckStatus);
    return status.build();
  }

  /** A status of a task whose container never started, or whose end is not known. */
  static TaskStatus.Builder fromAgent(
      Step step, AgentTask task, TaskState state, TaskStatus.Reason reason, String message) {
    return base(step, task, state)
        .setSource(TaskStatus.Source.SOURCE_AGENT)
        .setReason(reason)
        .setMessage(message)
        .setExecutorId(task.executor().toProto())
        .setContainerStatus(ContainerStatus.newBuilder().setContainerId(containerId(step, task)));
  }

  /** A status of a task that has no container of its own, and may never have had one. */
  static TaskStatus.Builder ofHosted(
      Step step, AgentTask task, TaskState state, TaskStatus.Reason reason, String message) {
    return base(step, task, state)
        .setSource(TaskStatus.Source.SOURCE_AGENT)
        .setReason(reason)
        .setMessage(message)
        .setExecutorId(task.executor().toProto());
  }

  /** What a custom executor says of a task, completed with what the agent knows. */
  static TaskStatus completed(Step step, CustomExecutor executor, TaskStatus said) {
    TaskStatus.Builder status =
        said.toBuilder()
            .setSource(TaskStatus.Source.SOURCE_EXECUTOR)
            .setExecutorId(executor.key().executor().toProto())
            .setAgentId(step.state().id().orElseThrow().toProto());
    if (!said.hasTimestamp()) {
      status.setTimestamp(seconds(step.now()));
    }
    ContainerStatus.Builder container = status.getContainerStatusBuilder();
    if (!container.hasContainerId()) {
      container.setContainerId(executor.container().toProto());
    }
    if (container.getNetworkInfosCount() == 0) {
      executor.running().ifPresent(r -> addReachability(container, r));
    }
    return status.build();
  }

  private static TaskStatus.Builder base(Step step, AgentTask task, TaskState state) {
    return TaskStatus.newBuilder()
        .setTaskId(task.key().task().toProto())
        .setState(state)
        .setAgentId(step.state().id().orElseThrow().toProto())
        .setTimestamp(seconds(step.now()))
        .setUuid(step.newUpdateUuid());
  }

  /** A group's tasks tell where they are reached only while they run; a command task always. */
  private static ContainerStatus containerStatus(Step step, AgentTask task, TaskState state) {
    ContainerStatus.Builder status =
        ContainerStatus.newBuilder().setContainerId(containerId(step, task));
    if (task.membership().isEmpty() || state == TaskState.TASK_RUNNING) {
      task.running().ifPresent(r -> addReachability(status, r));
    }
    return status.build();
  }

  private static void addReachability(ContainerStatus.Builder status, RunningContainer running) {
    if (!running.ipAddresses().isEmpty()) {
      NetworkInfo.Builder network = NetworkInfo.newBuilder();
      for (String ip : running.ipAddresses()) {
        Protocol protocol = ip.contains(":") ? Protocol.IPv6 : Protocol.IPv4;
        network.addIpAddresses(IPAddress.newBuilder().setProtocol(protocol).setIpAddress(ip));
      }
      status.addNetworkInfos(network);
    }
    running.pid().ifPresent(pid -> status.setExecutorPid(pid.intValue()));
  }

  private static ContainerID containerId(Step step, AgentTask task) {
    ContainerID.Builder id = task.container().toProto().toBuilder();
    task.membership()
        .filter(m -> !m.custom())
        .flatMap(m -> step.state().executor(m.executor()))
        .ifPresent(e -> id.setParent(e.container().toProto()));
    return id.build();
  }

  private static double seconds(Instant at) {
    return at.getEpochSecond() + at.getNano() / 1e9;
  }
}

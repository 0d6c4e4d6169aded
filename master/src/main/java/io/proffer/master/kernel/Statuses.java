package io.proffer.master.kernel;

import io.proffer.core.model.AgentId;
import io.proffer.core.model.TaskId;
import io.proffer.master.state.Framework;
import io.proffer.master.state.Task;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.FrameworkInfo.Capability;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.Protos.TimeInfo;

/** The task statuses that the master itself makes: without uuid, and acknowledged by nobody. */
final class Statuses {
  private Statuses() {}

  /** A status of a task that was never launched; names the agent that the framework named. */
  static TaskStatus ofRefused(
      TaskInfo task, TaskState state, TaskStatus.Reason reason, String message, Instant now) {
    return of(task.getTaskId(), state, reason, message, now).setAgentId(task.getAgentId()).build();
  }

  /** A status of a task that is, or was, on an agent. */
  static TaskStatus of(
      Task task, TaskState state, TaskStatus.Reason reason, String message, Instant now) {
    TaskStatus.Builder status =
        of(task.key().task().toProto(), state, reason, message, now)
            .setAgentId(task.agent().toProto());
    task.executor().ifPresent(executor -> status.setExecutorId(executor.toProto()));
    return status.build();
  }

  /** The state that a framework was last told of a task, with what else it was told then. */
  static TaskStatus latest(Task task, TaskStatus.Reason reason, String message, Instant now) {
    TaskStatus.Builder status = of(task, task.toldState(), reason, message, now).toBuilder();
    List<TaskStatus> told = task.statuses();
    if (!told.isEmpty()) {
      TaskStatus last = told.get(told.size() - 1);
      if (last.hasHealthy()) {
        status.setHealthy(last.getHealthy());
      }
      if (last.hasCheckStatus()) {
        status.setCheckStatus(last.getCheckStatus());
      }
    }
    for (int i = told.size() - 1; i >= 0 && !status.hasContainerStatus(); i--) {
      if (told.get(i).hasContainerStatus()) {
        status.setContainerStatus(told.get(i).getContainerStatus());
      }
    }
    return status.build();
  }

  /** A status of a task that the master does not know. */
  static TaskStatus ofUnknown(
      TaskId task, Optional<AgentId> agent, TaskState state, String message, Instant now) {
    TaskStatus.Builder status =
        of(task.toProto(), state, TaskStatus.Reason.REASON_RECONCILIATION, message, now);
    agent.ifPresent(id -> status.setAgentId(id.toProto()));
    return status.build();
  }

  static TaskStatus since(TaskStatus status, Instant unreachableSince) {
    return status.toBuilder().setUnreachableTime(time(unreachableSince)).build();
  }

  /** The state as the framework understands it: old ones know of lost tasks only. */
  static TaskState understoodBy(Framework framework, TaskState state) {
    if (framework.can(Capability.Type.PARTITION_AWARE)) {
      return state;
    }
    return switch (state) {
      case TASK_DROPPED, TASK_GONE, TASK_UNREACHABLE, TASK_UNKNOWN, TASK_GONE_BY_OPERATOR ->
          TaskState.TASK_LOST;
      case TASK_STAGING,
          TASK_STARTING,
          TASK_RUNNING,
          TASK_KILLING,
          TASK_FINISHED,
          TASK_FAILED,
          TASK_KILLED,
          TASK_ERROR,
          TASK_LOST ->
          state;
    };
  }

  private static TaskStatus.Builder of(
      TaskID task, TaskState state, TaskStatus.Reason reason, String message, Instant now) {
    return TaskStatus.newBuilder()
        .setTaskId(task)
        .setState(state)
        .setMessage(message)
        .setSource(TaskStatus.Source.SOURCE_MASTER)
        .setReason(reason)
        .setTimestamp(seconds(now));
  }

  static double seconds(Instant time) {
    return time.getEpochSecond() + time.getNano() / 1e9;
  }

  private static TimeInfo time(Instant time) {
    return TimeInfo.newBuilder()
        .setNanoseconds(time.getEpochSecond() * 1_000_000_000L + time.getNano())
        .build();
  }
}

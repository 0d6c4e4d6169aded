package io.proffer.sdk;

import io.proffer.core.model.AgentId;
import io.proffer.core.model.TaskId;
import java.util.Optional;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;

/**
 * What became of a task.
 *
 * @param status all of it, as it came
 */
public record TaskUpdate(TaskStatus status) {

  public TaskId task() {
    return TaskId.of(status.getTaskId());
  }

  public TaskState state() {
    return status.getState();
  }

  /** The agent the task was launched on; empty where the master does not know it. */
  public Optional<AgentId> agent() {
    return status.hasAgentId() ? Optional.of(AgentId.of(status.getAgentId())) : Optional.empty();
  }

  /** Why, in a sentence for people; empty when nothing was said. */
  public String message() {
    return status.getMessage();
  }

  /** Why, for programs; empty when nothing was said. */
  public Optional<TaskStatus.Reason> reason() {
    return status.hasReason() ? Optional.of(status.getReason()) : Optional.empty();
  }

  /** Whether the task ended by itself and well. */
  public boolean isFinished() {
    return state() == TaskState.TASK_FINISHED;
  }

  /** Whether the task ended in any other way, which {@link #message} tells. */
  public boolean isFailed() {
    return isTerminal() && !isFinished();
  }

  /**
   * Whether the task has ended and will never run again.
   *
   * <p>False for tasks out of sight ({@link #isOutOfSight}), which may come back.
   */
  public boolean isTerminal() {
    return isTerminal(state());
  }

  /**
   * Whether nobody can say now if the task runs: its agent is unreachable or was declared gone, or
   * nobody knows the task. It may come back, and then another update says so. A scheduler decides
   * for itself how long it waits before it replaces the task.
   */
  public boolean isOutOfSight() {
    return isOutOfSight(state());
  }

  /** Whether a task in this state has ended and will never run again. */
  public static boolean isTerminal(TaskState state) {
    return switch (state) {
      case TASK_FINISHED, TASK_FAILED, TASK_KILLED, TASK_ERROR, TASK_DROPPED, TASK_GONE -> true;
      case TASK_STAGING, TASK_STARTING, TASK_RUNNING, TASK_KILLING -> false;
      case TASK_LOST, TASK_UNREACHABLE, TASK_GONE_BY_OPERATOR, TASK_UNKNOWN -> false;
    };
  }

  /** Whether a task in this state may or may not run. */
  public static boolean isOutOfSight(TaskState state) {
    return switch (state) {
      case TASK_LOST, TASK_UNREACHABLE, TASK_GONE_BY_OPERATOR, TASK_UNKNOWN -> true;
      case TASK_STAGING, TASK_STARTING, TASK_RUNNING, TASK_KILLING -> false;
      case TASK_FINISHED, TASK_FAILED, TASK_KILLED, TASK_ERROR, TASK_DROPPED, TASK_GONE -> false;
    };
  }

  /** As {@code hello-1 TASK_FAILED: Command exited with status 7}. */
  @Override
  public String toString() {
    return task() + " " + state() + (message().isEmpty() ? "" : ": " + message());
  }
}

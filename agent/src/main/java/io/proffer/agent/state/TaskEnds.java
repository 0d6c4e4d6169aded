package io.proffer.agent.state;

import org.apache.mesos.v1.Protos.TaskState;

/** Which states of a task are its end. */
public final class TaskEnds {

  private TaskEnds() {}

  /** Whether a task in this state runs no more, and never will again. */
  public static boolean isEnd(TaskState state) {
    return switch (state) {
      case TASK_FINISHED,
          TASK_FAILED,
          TASK_KILLED,
          TASK_ERROR,
          TASK_LOST,
          TASK_DROPPED,
          TASK_GONE,
          TASK_GONE_BY_OPERATOR ->
          true;
      case TASK_STAGING,
          TASK_STARTING,
          TASK_RUNNING,
          TASK_KILLING,
          TASK_UNREACHABLE,
          TASK_UNKNOWN ->
          false;
    };
  }
}

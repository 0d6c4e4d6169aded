package io.proffer.master.state;

import com.google.protobuf.ByteString;
import io.proffer.core.model.AgentId;
import io.proffer.core.model.ExecutorId;
import io.proffer.core.model.Resources;
import io.proffer.core.model.TaskKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;

/**
 * A task the master accepted.
 *
 * @param info as its framework gave it
 * @param role the role whose allocation it uses
 * @param resources what it holds while it is not terminal
 * @param executor of a task group or custom executor; empty for a command task
 * @param state the newest its agent reported; may be ahead of what the framework has been told
 * @param statuses what the framework was told, oldest first, one per state
 * @param unacknowledged uuid of the update that was forwarded and not yet acknowledged
 */
public record Task(
    TaskKey key,
    TaskInfo info,
    AgentId agent,
    String role,
    Resources resources,
    Optional<ExecutorId> executor,
    TaskState state,
    List<TaskStatus> statuses,
    Optional<ByteString> unacknowledged) {
  public Task {
    statuses = List.copyOf(statuses);
  }

  /** Whether it has ended; what it held is free then. */
  public boolean terminal() {
    return TaskStates.isTerminal(state);
  }

  /** The state its framework was last told; staging when it was told none. */
  public TaskState toldState() {
    return statuses.isEmpty()
        ? TaskState.TASK_STAGING
        : statuses.get(statuses.size() - 1).getState();
  }

  /**
   * This task after an update; a state that may not follow is told and acknowledged, but not
   * believed.
   */
  Task updated(TaskStatus status, TaskState latest) {
    TaskState next = TaskStates.mayFollow(state, latest) ? latest : state;
    Optional<ByteString> awaited =
        status.hasUuid() ? Optional.of(status.getUuid()) : unacknowledged;
    return new Task(key, info, agent, role, resources, executor, next, told(status), awaited);
  }

  Task acknowledged(ByteString uuid) {
    return unacknowledged.filter(uuid::equals).isEmpty()
        ? this
        : new Task(key, info, agent, role, resources, executor, state, statuses, Optional.empty());
  }

  private List<TaskStatus> told(TaskStatus status) {
    List<TaskStatus> told = new ArrayList<>(statuses);
    // Only the newest of a state is kept: health checks may send many.
    if (!told.isEmpty() && told.get(told.size() - 1).getState() == status.getState()) {
      told.remove(told.size() - 1);
    }
    told.add(status.toBuilder().clearData().build());
    return told;
  }
}

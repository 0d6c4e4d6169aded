package io.proffer.agent.view;

import io.proffer.core.model.AgentId;
import io.proffer.core.model.ExecutorId;
import io.proffer.core.model.FrameworkId;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;

/**
 * A task as readers see it.
 *
 * @param executor of a task group; empty for a command task
 * @param statuses the newest of each state, oldest first
 * @param forwarded the update that was sent last, if any
 */
public record TaskView(
    TaskInfo info,
    FrameworkId framework,
    Optional<ExecutorId> executor,
    AgentId agent,
    String role,
    TaskStage stage,
    TaskState state,
    List<TaskStatus> statuses,
    Optional<TaskStatus> forwarded) {
  public TaskView {
    statuses = List.copyOf(statuses);
  }
}

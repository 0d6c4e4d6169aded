package io.proffer.master.state;

import com.google.protobuf.ByteString;
import io.proffer.core.model.AgentId;
import io.proffer.core.model.ExecutorId;
import io.proffer.core.model.Resources;
import io.proffer.core.model.TaskKey;
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
}

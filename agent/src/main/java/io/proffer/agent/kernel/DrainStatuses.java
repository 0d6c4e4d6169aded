package io.proffer.agent.kernel;

import io.proffer.agent.state.Drain;
import io.proffer.core.model.TaskKey;
import java.util.Optional;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;

/** What a drain makes of the statuses of the tasks it ends. */
final class DrainStatuses {

  private DrainStatuses() {}

  /**
   * Who kills a task while the agent is drained, whatever else it had in mind, is told that it went
   * because of that; and on an agent that does not come back, that it went with the agent.
   */
  static TaskStatus of(Step step, TaskKey task, TaskStatus status) {
    Optional<Drain> drain = step.state().drain();
    boolean killed = status.getState() == TaskState.TASK_KILLED;
    if (drain.isEmpty() || !(killed || status.getState() == TaskState.TASK_KILLING)) {
      return status;
    }
    TaskStatus.Builder told = status.toBuilder().setReason(TaskStatus.Reason.REASON_AGENT_DRAINING);
    if (killed
        && drain.get().config().getMarkGone()
        && TerminalStatuses.partitionAware(step, task.framework())) {
      told.setState(TaskState.TASK_GONE_BY_OPERATOR);
    }
    return told.build();
  }
}

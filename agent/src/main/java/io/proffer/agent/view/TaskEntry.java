package io.proffer.agent.view;

import io.proffer.agent.container.ContainerId;
import io.proffer.agent.container.ContainerWork;
import io.proffer.agent.container.RunningContainer;
import io.proffer.agent.state.AgentTask;
import io.proffer.core.model.AgentId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;

/** What is remembered of one task. */
final class TaskEntry {

  private AgentTask task;
  private boolean forgotten;
  private final Map<TaskState, TaskStatus> statuses = new LinkedHashMap<>();
  private Optional<TaskStatus> forwarded = Optional.empty();

  TaskEntry(AgentTask task) {
    this.task = task;
    task.acknowledged().ifPresent(this::record);
    task.updates().forEach(this::record);
    forwarded = task.acknowledged();
  }

  void changed(AgentTask now) {
    task = now;
    now.latest().ifPresent(this::record);
    now.forwarded().ifPresent(s -> forwarded = Optional.of(s));
  }

  private void record(TaskStatus status) {
    statuses.put(status.getState(), status);
  }

  void forget() {
    forgotten = true;
  }

  Optional<ContainerView> container(ContainerId executor) {
    Optional<RunningContainer> running = task.live() ? task.running() : Optional.empty();
    return running.map(
        r ->
            new ContainerView(
                r, task.membership().map(m -> executor), new ContainerWork.Task(task.info())));
  }

  TaskView view(AgentId agent) {
    return new TaskView(
        task.info(),
        task.key().framework(),
        task.membership().map(m -> m.executor().executor()),
        agent,
        task.role(),
        stage(),
        task.state(),
        new ArrayList<>(statuses.values()),
        forwarded);
  }

  private TaskStage stage() {
    if (forgotten) {
      // What ended with its framework was told to nobody.
      return terminalTold() ? TaskStage.COMPLETED : TaskStage.TERMINATED;
    }
    return switch (task.phase()) {
      case LAUNCHING -> TaskStage.QUEUED;
      case RUNNING -> TaskStage.LAUNCHED;
      case ENDED -> TaskStage.TERMINATED;
    };
  }

  private static boolean live(TaskState state) {
    return switch (state) {
      case TASK_STAGING, TASK_STARTING, TASK_RUNNING, TASK_KILLING -> true;
      case TASK_FINISHED,
          TASK_FAILED,
          TASK_KILLED,
          TASK_ERROR,
          TASK_LOST,
          TASK_DROPPED,
          TASK_UNREACHABLE,
          TASK_GONE,
          TASK_GONE_BY_OPERATOR,
          TASK_UNKNOWN ->
          false;
    };
  }

  private boolean terminalTold() {
    return task.latest().isPresent() && task.latest().equals(forwarded) && !live(task.state());
  }
}

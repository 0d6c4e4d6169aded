package io.proffer.master.kernel;

import com.google.protobuf.ByteString;
import io.proffer.core.model.ExecutorId;
import io.proffer.core.model.FrameworkId;
import io.proffer.core.model.TaskId;
import io.proffer.core.model.TaskKey;
import io.proffer.core.protocol.link.FromAgent;
import io.proffer.core.protocol.link.ToAgent;
import io.proffer.master.state.Agent;
import io.proffer.master.state.ExecutorKey;
import io.proffer.master.state.Framework;
import io.proffer.master.state.MasterEvent.ExecutorEnded;
import io.proffer.master.state.MasterEvent.TaskUpdated;
import io.proffer.master.state.MasterState;
import io.proffer.master.state.Task;
import io.proffer.master.state.TaskStates;
import java.util.Optional;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;

/** What agents report of the tasks and executors they run. */
final class TaskUpdates {
  private static final int UUID_BYTES = 16;

  private final Turn turn;
  private final MasterState state;
  private final PendingKills kills;

  TaskUpdates(Turn turn, PendingKills kills) {
    this.turn = turn;
    this.state = turn.state();
    this.kills = kills;
  }

  /**
   * A status update: forwarded each time it comes, for the framework may not have got it, but a
   * fact only the first time. It comes again until it is acknowledged.
   */
  void update(Agent agent, FromAgent.StatusUpdate update) {
    if (state.isCompleted(update.framework())) {
      turn.send(agent, new ToAgent.TeardownFramework(update.framework()));
      return;
    }
    Optional<Framework> framework = state.framework(update.framework());
    if (framework.isEmpty() || update.status().getUuid().size() != UUID_BYTES) {
      return;
    }
    TaskKey key = new TaskKey(update.framework(), TaskId.of(update.status().getTaskId()));
    Optional<Task> task = state.task(key).filter(t -> t.agent().equals(agent.id()));
    TaskStatus status = completed(update.status(), framework.get(), agent, task);
    TaskState latest = Statuses.understoodBy(framework.get(), update.latestState());
    task.filter(t -> !isRepeated(t, status, latest))
        .ifPresent(t -> turn.happened(new TaskUpdated(key, status, latest)));
    if (TaskStates.isTerminal(latest)) {
      kills.ended(agent.id(), key);
    }
    turn.send(framework.get(), SchedulerEvents.update(status));
  }

  private static boolean isRepeated(Task task, TaskStatus status, TaskState latest) {
    ByteString uuid = status.getUuid();
    return task.unacknowledged().filter(uuid::equals).isPresent()
        && (task.state() == latest || !TaskStates.mayFollow(task.state(), latest));
  }

  private TaskStatus completed(
      TaskStatus status, Framework framework, Agent agent, Optional<Task> task) {
    TaskStatus.Builder completed =
        status.toBuilder()
            .setState(Statuses.understoodBy(framework, status.getState()))
            .setAgentId(agent.id().toProto());
    if (!status.hasExecutorId()) {
      // The executor of a command task goes by the name of the task.
      completed.setExecutorId(
          task.flatMap(Task::executor)
              .orElse(new ExecutorId(status.getTaskId().getValue()))
              .toProto());
    }
    if (!status.hasTimestamp()) {
      completed.setTimestamp(Statuses.seconds(turn.now()));
    }
    return completed.build();
  }

  void executorEnded(Agent agent, FromAgent.ExecutorTerminated ended) {
    ExecutorKey key = new ExecutorKey(agent.id(), ended.framework(), ended.executor());
    if (state.executor(key).isEmpty()) {
      return;
    }
    turn.happened(new ExecutorEnded(key));
    state
        .framework(ended.framework())
        .ifPresent(
            framework ->
                turn.send(
                    framework,
                    SchedulerEvents.executorEnded(
                        agent.id(), ended.executor(), ended.waitStatus())));
  }

  void message(Agent agent, FromAgent.ExecutorMessage message) {
    FrameworkId id = message.framework();
    state
        .framework(id)
        .ifPresent(
            framework ->
                turn.send(
                    framework,
                    SchedulerEvents.message(agent.id(), message.executor(), message.data())));
  }
}

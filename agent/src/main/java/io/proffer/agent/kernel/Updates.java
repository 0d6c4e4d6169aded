package io.proffer.agent.kernel;

import com.google.protobuf.ByteString;
import io.proffer.agent.state.AgentEvent.FrameworkForgotten;
import io.proffer.agent.state.AgentEvent.StatusRecorded;
import io.proffer.agent.state.AgentEvent.TaskForgotten;
import io.proffer.agent.state.AgentEvent.UpdateAcknowledged;
import io.proffer.agent.state.AgentEvent.UpdateForwarded;
import io.proffer.agent.state.AgentTask;
import io.proffer.agent.state.Connection;
import io.proffer.core.model.FrameworkId;
import io.proffer.core.model.TaskKey;
import io.proffer.core.protocol.link.FromAgent;
import java.util.List;
import org.apache.mesos.v1.Protos.TaskStatus;

/**
 * The stream of status updates of each task: one at a time is in flight, sent again with a growing
 * wait until it is acknowledged; only then goes the next.
 */
final class Updates {

  private final AgentSettings settings;

  Updates(AgentSettings settings) {
    this.settings = settings;
  }

  /** Records a new status of a task and sends it, unless an older one is still in flight. */
  void add(Step step, TaskKey key, TaskStatus status) {
    step.record(new StatusRecorded(key, DrainStatuses.of(step, key, status)));
    AgentTask task = step.state().task(key).orElseThrow();
    if (task.updates().size() == 1) {
      send(step, task);
    }
  }

  /** On a new registration every update in flight goes out again, and waits from the start. */
  void resendAll(Step step) {
    List<AgentTask> waiting =
        step.state().tasks().stream().filter(t -> !t.updates().isEmpty()).toList();
    for (AgentTask task : waiting) {
      sendAs(step, task, 1);
    }
  }

  void retry(Step step, TaskKey key) {
    step.state().task(key).filter(t -> !t.updates().isEmpty()).ifPresent(task -> send(step, task));
  }

  void acknowledged(Step step, TaskKey key, ByteString uuid) {
    AgentTask task = step.state().task(key).orElse(null);
    if (task == null || !task.awaits(uuid)) {
      return; // a repeated acknowledgement
    }
    step.record(new UpdateAcknowledged(key, uuid));
    AgentTask now = step.state().task(key).orElseThrow();
    if (!now.updates().isEmpty()) {
      send(step, now);
      return;
    }
    step.cancelTimer(new AgentTimer.UpdateRetry(key));
    if (!now.live()) {
      forget(step, key);
    }
  }

  /** Forgets a task that has ended and of which nothing is left to tell. */
  void forget(Step step, TaskKey key) {
    step.record(new TaskForgotten(key));
    forgetIfNothingIsLeft(step, key.framework());
  }

  /** Forgets a framework that has neither tasks nor executors. */
  void forgetIfNothingIsLeft(Step step, FrameworkId framework) {
    if (step.state().framework(framework).isPresent()
        && step.state().tasksOf(framework).isEmpty()
        && step.state().customExecutorsOf(framework).isEmpty()) {
      step.record(new FrameworkForgotten(framework));
    }
  }

  private void send(Step step, AgentTask task) {
    sendAs(step, task, task.attempts() + 1);
  }

  private void sendAs(Step step, AgentTask task, int attempt) {
    if (step.state().connection() != Connection.REGISTERED) {
      return; // all are sent again when the agent is registered
    }
    TaskStatus status = task.updates().getFirst();
    step.record(new UpdateForwarded(task.key(), status.getUuid(), attempt));
    step.perform(
        new AgentEffect.Send(
            new FromAgent.StatusUpdate(task.key().framework(), status, task.state())));
    step.startTimer(
        new AgentTimer.UpdateRetry(task.key()),
        Backoff.doubling(settings.updateRetryMin(), settings.updateRetryMax(), attempt));
  }
}

package io.proffer.master.kernel;

import com.google.protobuf.ByteString;
import io.proffer.core.model.AgentId;
import io.proffer.core.model.ExecutorId;
import io.proffer.core.model.TaskId;
import io.proffer.core.model.TaskKey;
import io.proffer.core.protocol.link.ToAgent;
import io.proffer.master.state.Agent;
import io.proffer.master.state.Framework;
import io.proffer.master.state.MasterEvent.TaskCompleted;
import io.proffer.master.state.MasterEvent.UpdateAcknowledged;
import io.proffer.master.state.MasterState;
import io.proffer.master.state.Task;
import io.proffer.master.state.TaskStates;
import java.util.Optional;
import org.apache.mesos.v1.Protos.KillPolicy;
import org.apache.mesos.v1.scheduler.Protos.Call;

/** What a framework wants of its running tasks and executors. */
final class TaskCalls {
  private final Turn turn;
  private final MasterState state;
  private final PendingKills kills;
  private final Reconciliation reconciliation;

  TaskCalls(Turn turn, PendingKills kills, Reconciliation reconciliation) {
    this.turn = turn;
    this.state = turn.state();
    this.kills = kills;
    this.reconciliation = reconciliation;
  }

  /** A task that is not known is reconciled instead; one that is elsewhere is left alone. */
  void kill(Framework framework, Call.Kill kill) {
    TaskKey key = new TaskKey(framework.id(), TaskId.of(kill.getTaskId()));
    Optional<AgentId> agent =
        kill.hasAgentId() ? Optional.of(AgentId.of(kill.getAgentId())) : Optional.empty();
    Optional<Task> task = state.task(key);
    if (task.isEmpty()) {
      reconciliation.task(framework, key.task(), agent);
      return;
    }
    if (agent.isPresent() && !agent.get().equals(task.get().agent())) {
      return;
    }
    Optional<KillPolicy> policy =
        kill.hasKillPolicy() ? Optional.of(kill.getKillPolicy()) : Optional.empty();
    kills.add(task.get().agent(), key, policy);
    state
        .agent(task.get().agent())
        .ifPresent(a -> turn.send(a, new ToAgent.KillTask(key.framework(), key.task(), policy)));
  }

  /**
   * Passed on to the agent whether the task is known or not: it may wait for an acknowledgement
   * that was lost on its way. Dropped when the agent is not there; the update will come again.
   */
  void acknowledge(Framework framework, Call.Acknowledge acknowledge) {
    Optional<Agent> agent =
        state.agent(AgentId.of(acknowledge.getAgentId())).filter(Agent::connected);
    if (agent.isEmpty()) {
      return;
    }
    TaskKey key = new TaskKey(framework.id(), TaskId.of(acknowledge.getTaskId()));
    ByteString uuid = acknowledge.getUuid();
    state
        .task(key)
        .filter(task -> task.agent().equals(agent.get().id()))
        .filter(task -> task.unacknowledged().filter(uuid::equals).isPresent())
        .ifPresent(task -> acknowledged(task, uuid));
    turn.send(agent.get(), new ToAgent.AcknowledgeUpdate(key.framework(), key.task(), uuid));
  }

  private void acknowledged(Task task, ByteString uuid) {
    turn.happened(new UpdateAcknowledged(task.key(), uuid));
    if (TaskStates.isTerminal(task.toldState())) {
      turn.happened(new TaskCompleted(task.key()));
      kills.ended(task.agent(), task.key());
    }
  }

  void shutDown(Framework framework, Call.Shutdown shutdown) {
    state
        .agent(AgentId.of(shutdown.getAgentId()))
        .ifPresent(
            agent ->
                turn.send(
                    agent,
                    new ToAgent.ShutdownExecutor(
                        framework.id(), ExecutorId.of(shutdown.getExecutorId()))));
  }

  void message(Framework framework, Call.Message message) {
    state
        .agent(AgentId.of(message.getAgentId()))
        .ifPresent(
            agent ->
                turn.send(
                    agent,
                    new ToAgent.ExecutorMessage(
                        framework.id(),
                        ExecutorId.of(message.getExecutorId()),
                        message.getData())));
  }
}

package io.proffer.master.kernel;

import io.proffer.core.model.AgentId;
import io.proffer.core.model.TaskKey;
import io.proffer.core.protocol.link.ToAgent;
import io.proffer.master.state.Agent;
import io.proffer.master.state.AgentLink;
import io.proffer.master.state.Executor;
import io.proffer.master.state.Framework;
import io.proffer.master.state.MasterEvent;
import io.proffer.master.state.MasterEvent.AgentDisconnected;
import io.proffer.master.state.MasterEvent.AgentMarkedGone;
import io.proffer.master.state.MasterEvent.AgentMarkedUnreachable;
import io.proffer.master.state.MasterEvent.AgentRemoved;
import io.proffer.master.state.MasterEvent.ExecutorEnded;
import io.proffer.master.state.MasterEvent.TaskBecameUnreachable;
import io.proffer.master.state.MasterEvent.TaskCompleted;
import io.proffer.master.state.MasterEvent.TaskUpdated;
import io.proffer.master.state.MasterEvent.UnreachableTaskEnded;
import io.proffer.master.state.MasterState;
import io.proffer.master.state.Task;
import io.proffer.master.state.TaskStates;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.OperationState;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;

/**
 * How agents go: disconnected at first, unreachable when they stay away, removed when they leave.
 */
final class AgentLosses {
  /** As Mesos words it. */
  static final String GONE = "Agent has been marked gone";

  private final Turn turn;
  private final MasterState state;
  private final MasterSettings settings;
  private final Offers offers;
  private final AgentPings pings;
  private final PendingKills kills;
  private final Operations operations;

  AgentLosses(
      Turn turn,
      MasterSettings settings,
      Offers offers,
      AgentPings pings,
      PendingKills kills,
      Operations operations) {
    this.turn = turn;
    this.state = turn.state();
    this.settings = settings;
    this.offers = offers;
    this.pings = pings;
    this.kills = kills;
    this.operations = operations;
  }

  void connectionLost(long connection) {
    List.copyOf(state.agentsOn(connection)).forEach(this::disconnect);
  }

  /** The link is gone. The tasks are held to run on: the agent keeps them while it dials again. */
  private void disconnect(Agent agent) {
    offers.rescindAllOn(agent.id());
    turn.happened(new AgentDisconnected(agent.id(), turn.now()));
    pings.stop(agent.id());
    turn.startTimer(
        new TimerKey.AgentReregistration(agent.id()), settings.agentReregisterTimeout());
  }

  void reregistrationTimedOut(AgentId id) {
    state
        .agent(id)
        .filter(agent -> !agent.connected())
        .ifPresent(
            agent ->
                markUnreachable(
                    agent,
                    "agent did not reregister within "
                        + settings.agentReregisterTimeout().toSeconds()
                        + "secs after disconnecting"));
  }

  void pingTimedOut(AgentId id) {
    state
        .agent(id)
        .filter(pings::isDead)
        .ifPresent(agent -> markUnreachable(agent, "health check timed out"));
  }

  /**
   * The agents that a master before this one admitted are as those that stay away from this one.
   */
  void recoveredAgentsStayedAway() {
    for (AgentId id : List.copyOf(state.recoveredAgents().keySet())) {
      turn.happened(new AgentMarkedUnreachable(id, turn.now()));
      sayLost(id);
    }
  }

  private void markUnreachable(Agent agent, String why) {
    for (Task task : List.copyOf(state.tasksOn(agent.id()))) {
      if (TaskStates.isTerminal(task.toldState())) {
        turn.happened(new TaskCompleted(task.key()));
      } else {
        becameUnreachable(task, why);
      }
    }
    operations.agentGone(agent, OperationState.OPERATION_UNREACHABLE, why);
    clear(agent);
    turn.happened(new AgentMarkedUnreachable(agent.id(), turn.now()));
    sayLost(agent.id());
  }

  private void becameUnreachable(Task task, String why) {
    Framework framework = state.framework(task.key().framework()).orElseThrow();
    TaskStatus status =
        Statuses.since(
            Statuses.of(
                task,
                Statuses.understoodBy(framework, TaskState.TASK_UNREACHABLE),
                TaskStatus.Reason.REASON_AGENT_REMOVED,
                why,
                turn.now()),
            turn.now());
    turn.happened(new TaskBecameUnreachable(task.key(), Optional.of(status)));
    turn.send(framework, SchedulerEvents.update(status));
  }

  /** The agent has ended its tasks and leaves for good. */
  void remove(Agent agent, String why) {
    leave(agent, why, new AgentRemoved(agent.id(), turn.now()));
  }

  /**
   * The agent has to end its tasks and to go. It may not hear of it: as the one it is it is not let
   * in again, for its tasks are told to have ended.
   */
  void expel(Agent agent, String why) {
    turn.send(agent, new ToAgent.Shutdown(why));
    leave(agent, why, new AgentMarkedGone(agent.id(), turn.now()));
  }

  private void leave(Agent agent, String why, MasterEvent end) {
    for (Task task : List.copyOf(state.tasksOn(agent.id()))) {
      if (!TaskStates.isTerminal(task.toldState())) {
        ended(task, "Agent " + agent.info().getHostname() + " removed: " + why);
      }
      turn.happened(new TaskCompleted(task.key()));
    }
    operations.agentGone(agent, OperationState.OPERATION_GONE_BY_OPERATOR, why);
    clear(agent);
    turn.happened(end);
    sayLost(agent.id());
  }

  private void ended(Task task, String why) {
    Framework framework = state.framework(task.key().framework()).orElseThrow();
    TaskStatus status =
        Statuses.of(
            task,
            task.terminal() ? task.state() : Statuses.understoodBy(framework, TaskState.TASK_GONE),
            TaskStatus.Reason.REASON_AGENT_REMOVED,
            why,
            turn.now());
    turn.happened(new TaskUpdated(task.key(), status, status.getState()));
    turn.send(framework, SchedulerEvents.update(status));
  }

  /** An agent that is registered, or unreachable, does not come back: an operator says so. */
  void markGone(AgentId id) {
    for (TaskKey key : List.copyOf(state.unreachableTasksOn(id))) {
      state.unreachableTask(key).ifPresent(this::unreachableTaskGone);
    }
    Optional<Agent> agent = state.agent(id);
    agent.ifPresent(this::endAllOn);
    turn.happened(new AgentMarkedGone(id, turn.now()));
    agent.ifPresent(a -> sayLost(a.id()));
  }

  private void endAllOn(Agent agent) {
    for (Task task : List.copyOf(state.tasksOn(agent.id()))) {
      if (!TaskStates.isTerminal(task.toldState())) {
        TaskStatus status = gone(task);
        turn.happened(new TaskUpdated(task.key(), status, status.getState()));
        tell(task, status);
      }
      turn.happened(new TaskCompleted(task.key()));
    }
    operations.agentGone(agent, OperationState.OPERATION_GONE_BY_OPERATOR, GONE);
    turn.send(agent, new ToAgent.Shutdown(GONE));
    clear(agent);
  }

  private void unreachableTaskGone(Task task) {
    TaskStatus status = gone(task);
    turn.happened(new UnreachableTaskEnded(task.key(), status));
    tell(task, status);
  }

  private TaskStatus gone(Task task) {
    Framework framework = state.framework(task.key().framework()).orElseThrow();
    TaskState told = Statuses.understoodBy(framework, TaskState.TASK_GONE_BY_OPERATOR);
    return Statuses.of(
        task,
        task.terminal() ? task.state() : told,
        told == TaskState.TASK_GONE_BY_OPERATOR
            ? TaskStatus.Reason.REASON_AGENT_REMOVED_BY_OPERATOR
            : TaskStatus.Reason.REASON_AGENT_REMOVED,
        GONE,
        turn.now());
  }

  private void tell(Task task, TaskStatus status) {
    Framework framework = state.framework(task.key().framework()).orElseThrow();
    turn.send(framework, SchedulerEvents.update(status));
  }

  /** Ends all that is on the agent besides tasks, and all that waits for it. */
  private void clear(Agent agent) {
    for (Executor executor : List.copyOf(state.executorsOn(agent.id()))) {
      turn.happened(new ExecutorEnded(executor.key()));
    }
    offers.rescindAllOn(agent.id());
    offers.forget(agent.id());
    kills.forget(agent.id());
    pings.stop(agent.id());
    turn.cancelTimer(new TimerKey.AgentReregistration(agent.id()));
    agent.link().ifPresent(this::close);
  }

  void close(AgentLink link) {
    turn.effect(new MasterEffect.CloseLink(link));
  }

  private void sayLost(AgentId agent) {
    for (Framework framework : state.frameworks()) {
      turn.send(framework, SchedulerEvents.agentLost(agent));
    }
  }
}

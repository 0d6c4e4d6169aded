package io.proffer.master.kernel;

import io.proffer.core.model.AgentId;
import io.proffer.core.model.TaskId;
import io.proffer.core.model.TaskKey;
import io.proffer.master.state.Framework;
import io.proffer.master.state.MasterState;
import io.proffer.master.state.OfferOperation;
import io.proffer.master.state.Task;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.OperationState;
import org.apache.mesos.v1.Protos.OperationStatus;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.scheduler.Protos.Call;

/** RECONCILE and RECONCILE_OPERATIONS: what the master knows, said again on demand. */
final class Reconciliation {
  private final Turn turn;
  private final MasterState state;
  private final ReturningAgents returning;

  Reconciliation(Turn turn, ReturningAgents returning) {
    this.turn = turn;
    this.state = turn.state();
    this.returning = returning;
  }

  /** The tasks asked about; none means all that are known. */
  void tasks(Framework framework, Call.Reconcile reconcile) {
    if (reconcile.getTasksCount() == 0) {
      for (Task task : state.tasks(framework.id())) {
        tell(framework, latest(task));
      }
    }
    for (Call.Reconcile.Task task : reconcile.getTasksList()) {
      task(
          framework,
          TaskId.of(task.getTaskId()),
          task.hasAgentId() ? Optional.of(AgentId.of(task.getAgentId())) : Optional.empty());
    }
  }

  /** One task, known or not. Of one that may run on an agent that is to come nothing is said. */
  void task(Framework framework, TaskId id, Optional<AgentId> agent) {
    Optional<Task> task = state.task(new TaskKey(framework.id(), id));
    if (task.isPresent()) {
      tell(framework, latest(task.get()));
      return;
    }
    boolean mayRun =
        agent
            .map(known -> returning.mayReturn(known, turn.now()))
            .orElseGet(() -> returning.mayReturn(framework.id(), turn.now()));
    if (mayRun) {
      return;
    }
    Optional<Instant> unreachableSince =
        agent.flatMap(a -> Optional.ofNullable(state.unreachableAgents().get(a)));
    if (agent.flatMap(state::agent).isPresent()) {
      tell(framework, unknown(framework, id, agent, TaskState.TASK_GONE, " unknown to the agent"));
    } else if (unreachableSince.isPresent()) {
      TaskStatus status = unknown(framework, id, agent, TaskState.TASK_UNREACHABLE, " unreachable");
      tell(framework, Statuses.since(status, unreachableSince.get()));
    } else if (agent.filter(state.goneAgents()::containsKey).isPresent()) {
      tell(framework, unknown(framework, id, agent, TaskState.TASK_GONE_BY_OPERATOR, " gone"));
    } else {
      tell(framework, unknown(framework, id, agent, TaskState.TASK_UNKNOWN, " unknown"));
    }
  }

  private TaskStatus latest(Task task) {
    return Statuses.latest(
        task,
        TaskStatus.Reason.REASON_RECONCILIATION,
        "Reconciliation: Latest task state",
        turn.now());
  }

  private TaskStatus unknown(
      Framework framework, TaskId id, Optional<AgentId> agent, TaskState taskState, String what) {
    return Statuses.ofUnknown(
        id,
        agent,
        Statuses.understoodBy(framework, taskState),
        "Reconciliation: Task is" + what,
        turn.now());
  }

  private void tell(Framework framework, TaskStatus status) {
    turn.send(framework, SchedulerEvents.update(status));
  }

  /** The operations asked about; none means all that are known. */
  void operations(Framework framework, Call.ReconcileOperations reconcile) {
    if (reconcile.getOperationsCount() == 0) {
      for (OfferOperation operation : state.operationsOf(framework.id())) {
        if (operation.wantsFeedback()) {
          turn.send(framework, SchedulerEvents.operation(latest(operation)));
        }
      }
    }
    for (Call.ReconcileOperations.Operation asked : reconcile.getOperationsList()) {
      OperationStatus status =
          state
              .operation(framework.id(), asked.getOperationId().getValue())
              .map(Reconciliation::latest)
              .orElseGet(() -> unknown(asked));
      turn.send(framework, SchedulerEvents.operation(status));
    }
  }

  /** Told on demand, it is not to be acknowledged. */
  private static OperationStatus latest(OfferOperation operation) {
    List<OperationStatus> told = operation.statuses();
    return (told.isEmpty() ? operation.latest() : told.getLast()).toBuilder().clearUuid().build();
  }

  private OperationStatus unknown(Call.ReconcileOperations.Operation asked) {
    OperationStatus.Builder status =
        OperationStatus.newBuilder()
            .setOperationId(asked.getOperationId())
            .setState(OperationState.OPERATION_UNKNOWN);
    if (asked.hasAgentId()) {
      status.setAgentId(asked.getAgentId());
      about(AgentId.of(asked.getAgentId()), status);
    } else {
      status.setMessage("Reconciliation: Operation is unknown and no 'agent_id' was provided");
    }
    if (asked.hasResourceProviderId()) {
      status.setResourceProviderId(asked.getResourceProviderId());
    }
    return status.build();
  }

  private void about(AgentId agent, OperationStatus.Builder status) {
    if (state.agent(agent).isPresent()) {
      status.setMessage("Reconciliation: Operation is unknown");
    } else if (state.unreachableAgents().containsKey(agent)) {
      status
          .setState(OperationState.OPERATION_UNREACHABLE)
          .setMessage("Reconciliation: Agent is unreachable");
    } else if (state.goneAgents().containsKey(agent)) {
      status
          .setState(OperationState.OPERATION_GONE_BY_OPERATOR)
          .setMessage("Reconciliation: Agent marked gone by operator");
    } else if (returning.mayReturn(agent, turn.now())) {
      status
          .setState(OperationState.OPERATION_RECOVERING)
          .setMessage("Reconciliation: Agent is recovered but has not re-registered");
    } else {
      status.setMessage("Reconciliation: Both operation and agent are unknown");
    }
  }
}

package io.proffer.master.http.operator;

import io.proffer.core.model.AgentId;
import io.proffer.core.model.FrameworkId;
import io.proffer.core.model.TaskKey;
import io.proffer.master.actor.Allocations;
import io.proffer.master.actor.MasterSnapshot;
import io.proffer.master.state.Agent;
import io.proffer.master.state.Framework;
import io.proffer.master.state.MasterEvent;
import io.proffer.master.state.MasterState;
import io.proffer.master.state.Task;
import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.master.Protos.Event;

/** What operators are told of what happens; of most facts nothing. */
final class OperatorEvents {

  private static final Allocations.Share NOTHING_HELD =
      new Allocations.Share(Collections.emptySortedMap(), Collections.emptySortedMap());

  private OperatorEvents() {}

  static Event heartbeat() {
    return Event.newBuilder().setType(Event.Type.HEARTBEAT).build();
  }

  static Event subscribed(MasterSnapshot snapshot, Duration heartbeat) {
    return Event.newBuilder()
        .setType(Event.Type.SUBSCRIBED)
        .setSubscribed(
            Event.Subscribed.newBuilder()
                .setGetState(StateMessages.state(snapshot))
                .setHeartbeatIntervalSeconds(heartbeat.toMillis() / 1000.0))
        .build();
  }

  /**
   * What is told of a fact.
   *
   * @param after what is known with it
   * @param before the framework it is about, as it was known without it
   */
  static Optional<Event> of(MasterState after, MasterEvent fact, Optional<Framework> before) {
    return switch (fact) {
      case MasterEvent.AgentAdmitted e -> Optional.of(agentAdded(e.agent(), after));
      case MasterEvent.AgentMarkedUnreachable e -> Optional.of(agentRemoved(e.agent()));
      case MasterEvent.AgentRemoved e -> Optional.of(agentRemoved(e.agent()));
      case MasterEvent.AgentMarkedGone e -> Optional.of(agentRemoved(e.agent()));
      case MasterEvent.FrameworkSubscribed e ->
          Optional.of(
              before.isPresent() ? frameworkUpdated(e.framework()) : frameworkAdded(e.framework()));
      case MasterEvent.FrameworkRecovered e -> Optional.of(frameworkAdded(e.framework()));
      case MasterEvent.FrameworkResubscribed e -> updated(after, e.framework());
      case MasterEvent.FrameworkUpdated e -> updated(after, e.framework());
      case MasterEvent.FrameworkCompleted e ->
          before.map(framework -> frameworkRemoved(framework.info()));
      case MasterEvent.TaskLaunched e -> Optional.of(taskAdded(e.task()));
      case MasterEvent.TaskRecovered e -> Optional.of(taskAdded(e.task()));
      case MasterEvent.TaskUpdated e -> Optional.of(taskUpdated(e.task(), e.status(), e.latest()));
      case MasterEvent.TaskBecameUnreachable e ->
          e.status().map(status -> taskUpdated(e.task(), status, status.getState()));
      case MasterEvent.UnreachableTaskEnded e ->
          Optional.of(taskUpdated(e.task(), e.status(), e.status().getState()));
      case MasterEvent.FactsRecovered e -> Optional.empty();
      case MasterEvent.FactsReplaced e -> Optional.empty();
      case MasterEvent.AgentsForgotten e -> Optional.empty();
      case MasterEvent.AgentReregistered e -> Optional.empty();
      case MasterEvent.AgentOversubscribed e -> Optional.empty();
      case MasterEvent.AgentDisconnected e -> Optional.empty();
      case MasterEvent.RolesSuppressed e -> Optional.empty();
      case MasterEvent.FrameworkDisconnected e -> Optional.empty();
      case MasterEvent.OfferMade e -> Optional.empty();
      case MasterEvent.OfferEnded e -> Optional.empty();
      case MasterEvent.UpdateAcknowledged e -> Optional.empty();
      case MasterEvent.TaskCompleted e -> Optional.empty();
      case MasterEvent.ExecutorLaunched e -> Optional.empty();
      case MasterEvent.ExecutorEnded e -> Optional.empty();
      case MasterEvent.OfActivity e -> Optional.empty();
      case MasterEvent.OfMaintenance e -> Optional.empty();
      case MasterEvent.OfRoles e -> Optional.empty();
      case MasterEvent.OfOperation e -> Optional.empty();
    };
  }

  /** The framework that a fact begins or ends. */
  static Optional<FrameworkId> framework(MasterEvent fact) {
    if (fact instanceof MasterEvent.FrameworkSubscribed subscribed) {
      return Optional.of(subscribed.framework().id());
    }
    return fact instanceof MasterEvent.FrameworkCompleted completed
        ? Optional.of(completed.framework())
        : Optional.empty();
  }

  private static Optional<Event> updated(MasterState after, FrameworkId id) {
    return after.framework(id).map(OperatorEvents::frameworkUpdated);
  }

  private static Event agentAdded(Agent agent, MasterState after) {
    return Event.newBuilder()
        .setType(Event.Type.AGENT_ADDED)
        .setAgentAdded(
            Event.AgentAdded.newBuilder()
                .setAgent(AgentMessages.of(agent, NOTHING_HELD, after.deactivation(agent.id()))))
        .build();
  }

  private static Event agentRemoved(AgentId agent) {
    return Event.newBuilder()
        .setType(Event.Type.AGENT_REMOVED)
        .setAgentRemoved(Event.AgentRemoved.newBuilder().setAgentId(agent.toProto()))
        .build();
  }

  private static Event frameworkAdded(Framework framework) {
    return Event.newBuilder()
        .setType(Event.Type.FRAMEWORK_ADDED)
        .setFrameworkAdded(
            Event.FrameworkAdded.newBuilder().setFramework(FrameworkMessages.changed(framework)))
        .build();
  }

  private static Event frameworkUpdated(Framework framework) {
    return Event.newBuilder()
        .setType(Event.Type.FRAMEWORK_UPDATED)
        .setFrameworkUpdated(
            Event.FrameworkUpdated.newBuilder().setFramework(FrameworkMessages.changed(framework)))
        .build();
  }

  private static Event frameworkRemoved(FrameworkInfo info) {
    return Event.newBuilder()
        .setType(Event.Type.FRAMEWORK_REMOVED)
        .setFrameworkRemoved(Event.FrameworkRemoved.newBuilder().setFrameworkInfo(info))
        .build();
  }

  private static Event taskAdded(Task task) {
    return Event.newBuilder()
        .setType(Event.Type.TASK_ADDED)
        .setTaskAdded(Event.TaskAdded.newBuilder().setTask(TaskMessages.of(task)))
        .build();
  }

  private static Event taskUpdated(TaskKey task, TaskStatus status, TaskState latest) {
    return Event.newBuilder()
        .setType(Event.Type.TASK_UPDATED)
        .setTaskUpdated(
            Event.TaskUpdated.newBuilder()
                .setFrameworkId(task.framework().toProto())
                .setStatus(status)
                .setState(latest))
        .build();
  }
}

package io.proffer.agent.state;

import com.google.protobuf.ByteString;
import io.proffer.agent.container.ContainerId;
import io.proffer.agent.container.RunningContainer;
import io.proffer.core.model.AgentId;
import io.proffer.core.model.FrameworkId;
import io.proffer.core.model.ProviderId;
import io.proffer.core.model.Resources;
import io.proffer.core.model.TaskKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.ExecutorInfo;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.Offer.Operation;
import org.apache.mesos.v1.Protos.OperationStatus;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.ResourceProviderInfo;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskStatus;

/**
 * A fact that changed what the agent knows. The {@link Durable} ones are the checkpoint: applied in
 * order to an empty state they give back all that must survive the agent's death.
 */
public sealed interface AgentEvent {

  /** A fact that must outlive the agent's process. */
  sealed interface Durable extends AgentEvent {}

  /** The master gave the agent its id. */
  record AgentNamed(AgentId agent) implements Durable {}

  /** The agent runs since this boot of its machine, which has a name of its own. */
  record MachineBooted(String bootId) implements Durable {}

  /** The agent works for this framework, or the framework has changed. */
  record FrameworkKnown(FrameworkInfo framework) implements Durable {}

  /** Nothing of this framework is left. */
  record FrameworkForgotten(FrameworkId framework) implements Durable {}

  /** A group for this executor arrived; the first one starts it. */
  record GroupAccepted(
      ExecutorKey executor, ExecutorInfo info, ContainerId container, String role, Instant at)
      implements Durable {}

  /** The last task of a group executor has ended. */
  record GroupExecutorEnded(ExecutorKey executor) implements Durable {}

  /** A task for this custom executor arrived, and the executor is to be started. */
  record ExecutorAccepted(
      ExecutorKey executor, ExecutorInfo info, ContainerId container, String role, Instant at)
      implements Durable {}

  /** A custom executor's container runs. */
  record ExecutorRan(ExecutorKey executor, RunningContainer container) implements Durable {}

  /** A custom executor was given a task for the first time. */
  record ExecutorUsed(ExecutorKey executor) implements Durable {}

  /** A custom executor is to end, or is to end for another reason. */
  record ExecutorEndBegun(ExecutorKey executor, ExecutorEnding ending) implements Durable {}

  /** A custom executor's container has ended, or never started. */
  record ExecutorEnded(ExecutorKey executor) implements Durable {}

  /** A task was given to its custom executor. */
  record TaskDelivered(TaskKey task) implements Durable {}

  /** Updates of these uuids came from a task's custom executor before, oldest first. */
  record UpdatesSeen(TaskKey task, List<ByteString> uuids) implements Durable {
    public UpdatesSeen {
      uuids = List.copyOf(uuids);
    }
  }

  /** A task arrived and is going to be launched in this container. */
  record TaskAccepted(
      TaskKey task,
      TaskInfo info,
      String role,
      Optional<GroupMembership> membership,
      ContainerId container,
      Instant at)
      implements Durable {}

  /** A task's container runs. */
  record ContainerRan(TaskKey task, RunningContainer container) implements Durable {}

  /** A task's container has ended, or never started. */
  record ContainerEnded(TaskKey task) implements Durable {}

  /** A task is to end, or is to end sooner than it was. */
  record KillBegun(TaskKey task, Kill kill) implements Durable {}

  /** What the checks of a task have found has changed. */
  record TaskChecked(TaskKey task, Findings findings) implements Durable {}

  /** A task has a new status, to be told until it is acknowledged. */
  record StatusRecorded(TaskKey task, TaskStatus status) implements Durable {}

  /** The scheduler has taken the oldest unacknowledged status. */
  record UpdateAcknowledged(TaskKey task, ByteString uuid) implements Durable {}

  /** Nothing about this task is left to tell. */
  record TaskForgotten(TaskKey task) implements Durable {}

  /**
   * The agent has ended for good and has told the master so: what runs on this work directory next
   * is another agent, which knows nothing of this one's tasks; but the reservations and volumes are
   * the machine's, and stay.
   */
  record AgentRetired(String reason) implements Durable {}

  /** An operator has the agent end all it runs, or has said anew how. */
  record DrainBegun(Drain drain) implements Durable {}

  /** Nothing is left to be drained: the agent takes on tasks again. */
  record DrainEnded() implements Durable {}

  /** A fact about what operations have made of the agent's resources. */
  sealed interface OfResources extends AgentEvent {}

  /**
   * The agent's resources are reserved, or made volumes of, in another way.
   *
   * @param converted all that is reserved dynamically now, and all persistent volumes
   */
  record ResourcesConverted(List<Resource> converted) implements Durable, OfResources {
    public ResourcesConverted {
      converted = List.copyOf(converted);
    }
  }

  /** A persistent volume is no more; its data is to be removed. */
  record VolumeDoomed(Resource volume) implements Durable, OfResources {}

  /** Nothing is left of the data of a destroyed volume where the volume was. */
  record VolumeRemoved(Resource volume) implements Durable, OfResources {}

  /**
   * An operation was done, or has failed: to be told until it is acknowledged.
   *
   * @param operation the master's name for it
   * @param framework whose it is; empty for an operator's
   */
  record OperationDecided(
      ByteString operation, Optional<FrameworkId> framework, Operation info, OperationStatus status)
      implements Durable, OfResources {}

  /** The status of an operation was taken. */
  record OperationAcknowledged(ByteString operation) implements Durable, OfResources {}

  /** The status of an operation was sent to the master. */
  record OperationForwarded(ByteString operation, int attempt) implements OfResources {}

  /** A fact about resource providers. */
  sealed interface OfProviders extends AgentEvent {}

  /** A resource provider came for the first time, and was given an id. */
  record ProviderAdmitted(ProviderId provider, String type, String name)
      implements Durable, OfProviders {}

  /** A resource provider is never coming again. */
  record ProviderRemoved(ProviderId provider) implements Durable, OfProviders {}

  /**
   * A resource provider has subscribed: its events go to this stream.
   *
   * @param info with its id
   * @param streamId what it is to name in its calls
   */
  record ProviderSubscribed(ResourceProviderInfo info, long stream, String streamId)
      implements OfProviders {}

  /** The stream of a resource provider is gone, and with it what it had. */
  record ProviderDisconnected(ProviderId provider) implements OfProviders {}

  /** A resource provider has said what it has. */
  record ProviderReported(
      ProviderId provider, Resources total, ByteString version, List<ProviderOperation> operations)
      implements OfProviders {
    public ProviderReported {
      operations = List.copyOf(operations);
    }
  }

  /**
   * An operation on resources of a resource provider arrived, or something has become of it.
   *
   * @param total what the resource provider has now
   */
  record ProviderOperationChanged(ProviderId provider, ProviderOperation operation, Resources total)
      implements OfProviders {}

  /** The end of an operation of a resource provider was taken. */
  record ProviderOperationForgotten(ProviderId provider, ByteString operation)
      implements OfProviders {}

  /** A custom executor has subscribed: its events go to this stream. */
  record ExecutorConnected(ExecutorKey executor, long stream) implements AgentEvent {}

  /** The stream of a custom executor is gone. */
  record ExecutorDisconnected(ExecutorKey executor) implements AgentEvent {}

  /** The oldest unacknowledged status was sent to the master. */
  record UpdateForwarded(TaskKey task, ByteString uuid, int attempt) implements AgentEvent {}

  /** A registration was sent for the {@code attempt}th time on this connection. */
  record RegistrationSent(int attempt) implements AgentEvent {}

  /** The agent's place with the master has changed. */
  record ConnectionChanged(Connection connection) implements AgentEvent {}

  /** The master said how often it pings. */
  record PingTimeoutSet(Duration timeout) implements AgentEvent {}

  /** So much may be held by revocable tasks; what they hold already is in it. */
  record OversubscribedChanged(Resources revocable) implements AgentEvent {}

  /** A container is being ended for those whose resources it used. */
  record ContainerPreempted(ContainerId container, String why) implements AgentEvent {}

  /** The agent is ending for good: it takes no more tasks. */
  record ShutdownBegun(String reason) implements AgentEvent {}
}

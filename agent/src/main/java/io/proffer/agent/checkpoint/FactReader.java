package io.proffer.agent.checkpoint;

import com.google.protobuf.InvalidProtocolBufferException;
import io.proffer.agent.checkpoint.wire.Batch;
import io.proffer.agent.checkpoint.wire.ContainerRan;
import io.proffer.agent.checkpoint.wire.Fact;
import io.proffer.agent.checkpoint.wire.GroupAccepted;
import io.proffer.agent.checkpoint.wire.KillBegun;
import io.proffer.agent.checkpoint.wire.StatusRecorded;
import io.proffer.agent.checkpoint.wire.TaskAccepted;
import io.proffer.agent.checkpoint.wire.TaskChecked;
import io.proffer.agent.container.ContainerId;
import io.proffer.agent.container.RunningContainer;
import io.proffer.agent.container.RuntimeKind;
import io.proffer.agent.state.AgentEvent;
import io.proffer.agent.state.ExecutorKey;
import io.proffer.agent.state.Findings;
import io.proffer.agent.state.GroupMembership;
import io.proffer.agent.state.Kill;
import io.proffer.agent.state.KillCause;
import io.proffer.core.model.AgentId;
import io.proffer.core.model.ExecutorId;
import io.proffer.core.model.FrameworkId;
import io.proffer.core.model.ProviderId;
import io.proffer.core.model.TaskId;
import io.proffer.core.model.TaskKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.CheckStatusInfo;
import org.apache.mesos.v1.Protos.ExecutorInfo;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskStatus;

/** Turns what is in the checkpoint file back into facts. */
final class FactReader {

  private FactReader() {}

  static List<AgentEvent.Durable> read(byte[] batch)
      throws InvalidProtocolBufferException, UnknownFactException {
    List<AgentEvent.Durable> facts = new ArrayList<>();
    for (Fact fact : Batch.parseFrom(batch).getFactsList()) {
      facts.add(event(fact));
    }
    return facts;
  }

  private static AgentEvent.Durable event(Fact f)
      throws InvalidProtocolBufferException, UnknownFactException {
    return switch (f.getBodyCase()) {
      case AGENT_NAMED -> new AgentEvent.AgentNamed(new AgentId(f.getAgentNamed().getAgentId()));
      case FRAMEWORK_KNOWN ->
          new AgentEvent.FrameworkKnown(
              FrameworkInfo.parseFrom(f.getFrameworkKnown().getFrameworkInfoV1()));
      case FRAMEWORK_FORGOTTEN ->
          new AgentEvent.FrameworkForgotten(
              new FrameworkId(f.getFrameworkForgotten().getFrameworkId()));
      case GROUP_ACCEPTED -> groupAccepted(f.getGroupAccepted());
      case GROUP_EXECUTOR_ENDED ->
          new AgentEvent.GroupExecutorEnded(key(f.getGroupExecutorEnded().getExecutor()));
      case TASK_ACCEPTED -> taskAccepted(f.getTaskAccepted());
      case CONTAINER_RAN -> containerRan(f.getContainerRan());
      case CONTAINER_ENDED -> new AgentEvent.ContainerEnded(key(f.getContainerEnded().getTask()));
      case KILL_BEGUN -> killBegun(f.getKillBegun());
      case TASK_CHECKED -> taskChecked(f.getTaskChecked());
      case STATUS_RECORDED -> statusRecorded(f.getStatusRecorded());
      case UPDATE_ACKNOWLEDGED ->
          new AgentEvent.UpdateAcknowledged(
              key(f.getUpdateAcknowledged().getTask()), f.getUpdateAcknowledged().getUuid());
      case TASK_FORGOTTEN -> new AgentEvent.TaskForgotten(key(f.getTaskForgotten().getTask()));
      case AGENT_RETIRED -> new AgentEvent.AgentRetired(f.getAgentRetired().getReason());
      case MACHINE_BOOTED -> new AgentEvent.MachineBooted(f.getMachineBooted().getBootId());
      case EXECUTOR_ACCEPTED -> ExecutorFacts.accepted(f.getExecutorAccepted());
      case EXECUTOR_RAN -> ExecutorFacts.ran(f.getExecutorRan());
      case EXECUTOR_USED -> new AgentEvent.ExecutorUsed(key(f.getExecutorUsed().getExecutor()));
      case EXECUTOR_END_BEGUN -> ExecutorFacts.endBegun(f.getExecutorEndBegun());
      case EXECUTOR_ENDED -> new AgentEvent.ExecutorEnded(key(f.getExecutorEnded().getExecutor()));
      case TASK_DELIVERED -> new AgentEvent.TaskDelivered(key(f.getTaskDelivered().getTask()));
      case UPDATES_SEEN ->
          new AgentEvent.UpdatesSeen(
              key(f.getUpdatesSeen().getTask()), f.getUpdatesSeen().getUuidsList());
      case RESOURCES_CONVERTED -> ResourceFacts.read(f.getResourcesConverted());
      case VOLUME_DOOMED -> ResourceFacts.read(f.getVolumeDoomed());
      case VOLUME_REMOVED -> ResourceFacts.read(f.getVolumeRemoved());
      case OPERATION_DECIDED -> ResourceFacts.read(f.getOperationDecided());
      case OPERATION_ACKNOWLEDGED ->
          new AgentEvent.OperationAcknowledged(f.getOperationAcknowledged().getUuid());
      case DRAIN_BEGUN -> DrainFacts.read(f.getDrainBegun());
      case DRAIN_ENDED -> new AgentEvent.DrainEnded();
      case PROVIDER_ADMITTED ->
          new AgentEvent.ProviderAdmitted(
              new ProviderId(f.getProviderAdmitted().getResourceProviderId()),
              f.getProviderAdmitted().getType(),
              f.getProviderAdmitted().getName());
      case PROVIDER_REMOVED ->
          new AgentEvent.ProviderRemoved(
              new ProviderId(f.getProviderRemoved().getResourceProviderId()));
      case BODY_NOT_SET ->
          throw new UnknownFactException("it holds a fact that this version does not know");
    };
  }

  private static AgentEvent.Durable groupAccepted(GroupAccepted g)
      throws InvalidProtocolBufferException {
    return new AgentEvent.GroupAccepted(
        key(g.getExecutor()),
        ExecutorInfo.parseFrom(g.getExecutorInfoV1()),
        new ContainerId(g.getContainerId()),
        g.getRole(),
        instant(g.getAtNanos()));
  }

  private static AgentEvent.Durable taskAccepted(TaskAccepted t)
      throws InvalidProtocolBufferException {
    Optional<GroupMembership> membership =
        t.hasMembership()
            ? Optional.of(
                new GroupMembership(
                    key(t.getMembership().getExecutor()),
                    t.getMembership().getGroup(),
                    t.getMembership().getCustom()))
            : Optional.empty();
    return new AgentEvent.TaskAccepted(
        key(t.getTask()),
        TaskInfo.parseFrom(t.getTaskInfoV1()),
        t.getRole(),
        membership,
        new ContainerId(t.getContainerId()),
        instant(t.getAtNanos()));
  }

  private static AgentEvent.Durable containerRan(ContainerRan c) throws UnknownFactException {
    return new AgentEvent.ContainerRan(key(c.getTask()), running(c));
  }

  static RunningContainer running(ContainerRan c) throws UnknownFactException {
    return new RunningContainer(
        new ContainerId(c.getContainerId()),
        runtime(c),
        c.getHandle(),
        c.getPid() == 0 ? Optional.empty() : Optional.of(c.getPid()),
        c.getIpAddressesList(),
        c.getSandbox(),
        instant(c.getStartedAtNanos()));
  }

  private static RuntimeKind runtime(ContainerRan c) throws UnknownFactException {
    return switch (c.getRuntime()) {
      case RUNTIME_PROCESS -> RuntimeKind.PROCESS;
      case RUNTIME_DOCKER -> RuntimeKind.DOCKER;
      case RUNTIME_UNSPECIFIED, UNRECOGNIZED -> {
        if (c.getOtherRuntime().isEmpty()) {
          throw new UnknownFactException(
              "a task runs in a runtime that this version does not know");
        }
        yield new RuntimeKind(c.getOtherRuntime());
      }
    };
  }

  private static AgentEvent.Durable killBegun(KillBegun k) throws UnknownFactException {
    KillCause cause =
        switch (k.getCause()) {
          case KILL_CAUSE_REQUESTED -> KillCause.REQUESTED;
          case KILL_CAUSE_GROUP -> KillCause.GROUP;
          case KILL_CAUSE_MAX_COMPLETION_TIME -> KillCause.MAX_COMPLETION_TIME;
          case KILL_CAUSE_UNHEALTHY -> KillCause.UNHEALTHY;
          case KILL_CAUSE_PREEMPTED -> KillCause.PREEMPTED;
          case KILL_CAUSE_FRAMEWORK_GONE -> KillCause.FRAMEWORK_GONE;
          case KILL_CAUSE_UNSPECIFIED, UNRECOGNIZED ->
              throw new UnknownFactException(
                  "a task is killed for a cause that this version does not know");
        };
    return new AgentEvent.KillBegun(
        key(k.getTask()),
        new Kill(cause, Duration.ofNanos(k.getGraceNanos()), instant(k.getBegunAtNanos())));
  }

  private static AgentEvent.Durable taskChecked(TaskChecked c)
      throws InvalidProtocolBufferException {
    Optional<CheckStatusInfo> check =
        c.hasCheckStatusInfoV1()
            ? Optional.of(CheckStatusInfo.parseFrom(c.getCheckStatusInfoV1()))
            : Optional.empty();
    return new AgentEvent.TaskChecked(
        key(c.getTask()), new Findings(c.getPassed(), c.getFailures(), check));
  }

  private static AgentEvent.Durable statusRecorded(StatusRecorded s)
      throws InvalidProtocolBufferException {
    return new AgentEvent.StatusRecorded(
        key(s.getTask()), TaskStatus.parseFrom(s.getTaskStatusV1()));
  }

  private static TaskKey key(io.proffer.agent.checkpoint.wire.TaskKey key) {
    return new TaskKey(new FrameworkId(key.getFrameworkId()), new TaskId(key.getTaskId()));
  }

  static ExecutorKey key(io.proffer.agent.checkpoint.wire.ExecutorKey key) {
    return new ExecutorKey(
        new FrameworkId(key.getFrameworkId()), new ExecutorId(key.getExecutorId()));
  }

  static Instant instant(long nanos) {
    return Instant.ofEpochSecond(
        Math.floorDiv(nanos, 1_000_000_000L), Math.floorMod(nanos, 1_000_000_000L));
  }
}

package io.proffer.agent.checkpoint;

import io.proffer.agent.checkpoint.wire.AgentNamed;
import io.proffer.agent.checkpoint.wire.AgentRetired;
import io.proffer.agent.checkpoint.wire.Batch;
import io.proffer.agent.checkpoint.wire.ContainerEnded;
import io.proffer.agent.checkpoint.wire.ContainerRan;
import io.proffer.agent.checkpoint.wire.DrainEnded;
import io.proffer.agent.checkpoint.wire.ExecutorEnded;
import io.proffer.agent.checkpoint.wire.ExecutorUsed;
import io.proffer.agent.checkpoint.wire.Fact;
import io.proffer.agent.checkpoint.wire.FrameworkForgotten;
import io.proffer.agent.checkpoint.wire.FrameworkKnown;
import io.proffer.agent.checkpoint.wire.GroupAccepted;
import io.proffer.agent.checkpoint.wire.GroupExecutorEnded;
import io.proffer.agent.checkpoint.wire.KillBegun;
import io.proffer.agent.checkpoint.wire.MachineBooted;
import io.proffer.agent.checkpoint.wire.Membership;
import io.proffer.agent.checkpoint.wire.ProviderAdmitted;
import io.proffer.agent.checkpoint.wire.ProviderRemoved;
import io.proffer.agent.checkpoint.wire.StatusRecorded;
import io.proffer.agent.checkpoint.wire.TaskAccepted;
import io.proffer.agent.checkpoint.wire.TaskChecked;
import io.proffer.agent.checkpoint.wire.TaskDelivered;
import io.proffer.agent.checkpoint.wire.TaskForgotten;
import io.proffer.agent.checkpoint.wire.UpdateAcknowledged;
import io.proffer.agent.checkpoint.wire.UpdatesSeen;
import io.proffer.agent.container.RunningContainer;
import io.proffer.agent.container.RuntimeKind;
import io.proffer.agent.state.AgentEvent;
import io.proffer.agent.state.ExecutorKey;
import io.proffer.agent.state.KillCause;
import io.proffer.core.model.TaskKey;
import java.time.Instant;
import java.util.List;

/** Turns facts into what is written to the checkpoint file. */
final class FactWriter {

  private FactWriter() {}

  static byte[] write(List<? extends AgentEvent.Durable> facts) {
    Batch.Builder batch = Batch.newBuilder();
    facts.forEach(f -> batch.addFacts(fact(f)));
    return batch.build().toByteArray();
  }

  private static Fact fact(AgentEvent.Durable event) {
    Fact.Builder fact = Fact.newBuilder();
    switch (event) {
      case AgentEvent.AgentNamed e ->
          fact.setAgentNamed(AgentNamed.newBuilder().setAgentId(e.agent().value()));
      case AgentEvent.FrameworkKnown e ->
          fact.setFrameworkKnown(
              FrameworkKnown.newBuilder().setFrameworkInfoV1(e.framework().toByteString()));
      case AgentEvent.FrameworkForgotten e ->
          fact.setFrameworkForgotten(
              FrameworkForgotten.newBuilder().setFrameworkId(e.framework().value()));
      case AgentEvent.GroupAccepted e -> fact.setGroupAccepted(groupAccepted(e));
      case AgentEvent.GroupExecutorEnded e ->
          fact.setGroupExecutorEnded(
              GroupExecutorEnded.newBuilder().setExecutor(key(e.executor())));
      case AgentEvent.TaskAccepted e -> fact.setTaskAccepted(taskAccepted(e));
      case AgentEvent.ContainerRan e -> fact.setContainerRan(containerRan(e));
      case AgentEvent.ContainerEnded e ->
          fact.setContainerEnded(ContainerEnded.newBuilder().setTask(key(e.task())));
      case AgentEvent.KillBegun e -> fact.setKillBegun(killBegun(e));
      case AgentEvent.TaskChecked e -> fact.setTaskChecked(taskChecked(e));
      case AgentEvent.StatusRecorded e ->
          fact.setStatusRecorded(
              StatusRecorded.newBuilder()
                  .setTask(key(e.task()))
                  .setTaskStatusV1(e.status().toByteString()));
      case AgentEvent.UpdateAcknowledged e ->
          fact.setUpdateAcknowledged(
              UpdateAcknowledged.newBuilder().setTask(key(e.task())).setUuid(e.uuid()));
      case AgentEvent.TaskForgotten e ->
          fact.setTaskForgotten(TaskForgotten.newBuilder().setTask(key(e.task())));
      case AgentEvent.MachineBooted e ->
          fact.setMachineBooted(MachineBooted.newBuilder().setBootId(e.bootId()));
      case AgentEvent.ExecutorAccepted e -> fact.setExecutorAccepted(ExecutorFacts.write(e));
      case AgentEvent.ExecutorRan e -> fact.setExecutorRan(ExecutorFacts.write(e));
      case AgentEvent.ExecutorUsed e ->
          fact.setExecutorUsed(ExecutorUsed.newBuilder().setExecutor(key(e.executor())));
      case AgentEvent.ExecutorEndBegun e -> fact.setExecutorEndBegun(ExecutorFacts.write(e));
      case AgentEvent.ExecutorEnded e ->
          fact.setExecutorEnded(ExecutorEnded.newBuilder().setExecutor(key(e.executor())));
      case AgentEvent.TaskDelivered e ->
          fact.setTaskDelivered(TaskDelivered.newBuilder().setTask(key(e.task())));
      case AgentEvent.UpdatesSeen e ->
          fact.setUpdatesSeen(
              UpdatesSeen.newBuilder().setTask(key(e.task())).addAllUuids(e.uuids()));
      case AgentEvent.ResourcesConverted e -> ResourceFacts.write(e, fact);
      case AgentEvent.VolumeDoomed e -> ResourceFacts.write(e, fact);
      case AgentEvent.VolumeRemoved e -> ResourceFacts.write(e, fact);
      case AgentEvent.OperationDecided e -> ResourceFacts.write(e, fact);
      case AgentEvent.OperationAcknowledged e -> ResourceFacts.write(e, fact);
      case AgentEvent.DrainBegun e -> fact.setDrainBegun(DrainFacts.write(e));
      case AgentEvent.DrainEnded e -> fact.setDrainEnded(DrainEnded.getDefaultInstance());
      case AgentEvent.ProviderAdmitted e ->
          fact.setProviderAdmitted(
              ProviderAdmitted.newBuilder()
                  .setResourceProviderId(e.provider().value())
                  .setType(e.type())
                  .setName(e.name()));
      case AgentEvent.ProviderRemoved e ->
          fact.setProviderRemoved(
              ProviderRemoved.newBuilder().setResourceProviderId(e.provider().value()));
      case AgentEvent.AgentRetired e ->
          fact.setAgentRetired(AgentRetired.newBuilder().setReason(e.reason()));
    }
    return fact.build();
  }

  private static GroupAccepted groupAccepted(AgentEvent.GroupAccepted e) {
    return GroupAccepted.newBuilder()
        .setExecutor(key(e.executor()))
        .setExecutorInfoV1(e.info().toByteString())
        .setContainerId(e.container().value())
        .setRole(e.role())
        .setAtNanos(nanos(e.at()))
        .build();
  }

  private static TaskAccepted taskAccepted(AgentEvent.TaskAccepted e) {
    TaskAccepted.Builder accepted =
        TaskAccepted.newBuilder()
            .setTask(key(e.task()))
            .setTaskInfoV1(e.info().toByteString())
            .setRole(e.role())
            .setContainerId(e.container().value())
            .setAtNanos(nanos(e.at()));
    e.membership()
        .ifPresent(
            m ->
                accepted.setMembership(
                    Membership.newBuilder()
                        .setExecutor(key(m.executor()))
                        .setGroup(m.group())
                        .setCustom(m.custom())));
    return accepted.build();
  }

  private static ContainerRan containerRan(AgentEvent.ContainerRan e) {
    return running(e.container()).setTask(key(e.task())).build();
  }

  static ContainerRan.Builder running(RunningContainer c) {
    return runtime(c.runtime())
        .setContainerId(c.id().value())
        .setHandle(c.handle())
        .setPid(c.pid().orElse(0L))
        .addAllIpAddresses(c.ipAddresses())
        .setSandbox(c.sandbox())
        .setStartedAtNanos(nanos(c.startedAt()));
  }

  private static KillBegun killBegun(AgentEvent.KillBegun e) {
    return KillBegun.newBuilder()
        .setTask(key(e.task()))
        .setCause(cause(e.kill().cause()))
        .setGraceNanos(e.kill().grace().toNanos())
        .setBegunAtNanos(nanos(e.kill().begunAt()))
        .build();
  }

  private static TaskChecked taskChecked(AgentEvent.TaskChecked e) {
    TaskChecked.Builder checked =
        TaskChecked.newBuilder()
            .setTask(key(e.task()))
            .setPassed(e.findings().passed())
            .setFailures(e.findings().failures());
    e.findings().check().ifPresent(c -> checked.setCheckStatusInfoV1(c.toByteString()));
    return checked.build();
  }

  private static ContainerRan.Builder runtime(RuntimeKind kind) {
    ContainerRan.Builder ran = ContainerRan.newBuilder();
    if (kind.equals(RuntimeKind.PROCESS)) {
      return ran.setRuntime(io.proffer.agent.checkpoint.wire.Runtime.RUNTIME_PROCESS);
    }
    if (kind.equals(RuntimeKind.DOCKER)) {
      return ran.setRuntime(io.proffer.agent.checkpoint.wire.Runtime.RUNTIME_DOCKER);
    }
    return ran.setOtherRuntime(kind.name());
  }

  private static io.proffer.agent.checkpoint.wire.KillCause cause(KillCause cause) {
    return switch (cause) {
      case REQUESTED -> io.proffer.agent.checkpoint.wire.KillCause.KILL_CAUSE_REQUESTED;
      case GROUP -> io.proffer.agent.checkpoint.wire.KillCause.KILL_CAUSE_GROUP;
      case MAX_COMPLETION_TIME ->
          io.proffer.agent.checkpoint.wire.KillCause.KILL_CAUSE_MAX_COMPLETION_TIME;
      case UNHEALTHY -> io.proffer.agent.checkpoint.wire.KillCause.KILL_CAUSE_UNHEALTHY;
      case PREEMPTED -> io.proffer.agent.checkpoint.wire.KillCause.KILL_CAUSE_PREEMPTED;
      case FRAMEWORK_GONE -> io.proffer.agent.checkpoint.wire.KillCause.KILL_CAUSE_FRAMEWORK_GONE;
    };
  }

  private static io.proffer.agent.checkpoint.wire.TaskKey key(TaskKey key) {
    return io.proffer.agent.checkpoint.wire.TaskKey.newBuilder()
        .setFrameworkId(key.framework().value())
        .setTaskId(key.task().value())
        .build();
  }

  static io.proffer.agent.checkpoint.wire.ExecutorKey key(ExecutorKey key) {
    return io.proffer.agent.checkpoint.wire.ExecutorKey.newBuilder()
        .setFrameworkId(key.framework().value())
        .setExecutorId(key.executor().value())
        .build();
  }

  static long nanos(Instant at) {
    return Math.addExact(Math.multiplyExact(at.getEpochSecond(), 1_000_000_000L), at.getNano());
  }
}

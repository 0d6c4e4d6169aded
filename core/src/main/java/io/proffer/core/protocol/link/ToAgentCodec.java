package io.proffer.core.protocol.link;

import io.proffer.core.model.AgentId;
import io.proffer.core.model.ExecutorId;
import io.proffer.core.model.FrameworkId;
import io.proffer.core.model.TaskId;
import io.proffer.core.protocol.MalformedMessageException;
import io.proffer.core.protocol.link.wire.AcknowledgeUpdate;
import io.proffer.core.protocol.link.wire.ApplyOperation;
import io.proffer.core.protocol.link.wire.Drain;
import io.proffer.core.protocol.link.wire.ExecutorMessage;
import io.proffer.core.protocol.link.wire.KillTask;
import io.proffer.core.protocol.link.wire.Ping;
import io.proffer.core.protocol.link.wire.Registered;
import io.proffer.core.protocol.link.wire.Reregistered;
import io.proffer.core.protocol.link.wire.RunTask;
import io.proffer.core.protocol.link.wire.RunTaskGroup;
import io.proffer.core.protocol.link.wire.Shutdown;
import io.proffer.core.protocol.link.wire.ShutdownExecutor;
import io.proffer.core.protocol.link.wire.TeardownFramework;
import io.proffer.core.protocol.link.wire.ToAgentMessage;
import java.util.Optional;
import org.apache.mesos.v1.Protos;

/** Master to agent, one message at a time. */
final class ToAgentCodec {

  private ToAgentCodec() {}

  static ToAgentMessage.Builder encode(ToAgent message) {
    ToAgentMessage.Builder wire = ToAgentMessage.newBuilder();
    return switch (message) {
      case ToAgent.Registered m ->
          wire.setRegistered(
              Registered.newBuilder()
                  .setAgentId(m.agent().value())
                  .setPingTimeout(WireFields.duration(m.pingTimeout())));
      case ToAgent.Reregistered m ->
          wire.setReregistered(
              Reregistered.newBuilder()
                  .setAgentId(m.agent().value())
                  .setPingTimeout(WireFields.duration(m.pingTimeout()))
                  .addAllCompletedFrameworkIds(
                      m.completedFrameworks().stream().map(FrameworkId::value).toList()));
      case ToAgent.Ping m ->
          wire.setPing(Ping.newBuilder().setSequence(m.sequence()).setConnected(m.connected()));
      case ToAgent.RunTask m ->
          wire.setRunTask(
              RunTask.newBuilder()
                  .setFrameworkInfoV1(m.framework().toByteString())
                  .setTaskInfoV1(m.task().toByteString())
                  .setRole(m.role())
                  .setExecutorRuns(m.executorRuns())
                  .addAllResourceVersions(ProviderWire.wire(m.versions())));
      case ToAgent.RunTaskGroup m -> wire.setRunTaskGroup(runTaskGroup(m));
      case ToAgent.KillTask m -> wire.setKillTask(killTask(m));
      case ToAgent.AcknowledgeUpdate m ->
          wire.setAcknowledgeUpdate(
              AcknowledgeUpdate.newBuilder()
                  .setFrameworkId(m.framework().value())
                  .setTaskId(m.task().value())
                  .setUuid(m.uuid()));
      case ToAgent.ApplyOperation m -> wire.setApplyOperation(applyOperation(m));
      case ToAgent.AcknowledgeOperation m ->
          wire.setAcknowledgeOperation(ProviderWire.acknowledgement(m));
      case ToAgent.Drain m ->
          wire.setDrain(Drain.newBuilder().setDrainConfigV1(m.config().toByteString()));
      case ToAgent.ReconcileOperations m ->
          wire.setReconcileOperations(ProviderWire.reconciliation(m));
      case ToAgent.ShutdownExecutor m ->
          wire.setShutdownExecutor(
              ShutdownExecutor.newBuilder()
                  .setFrameworkId(m.framework().value())
                  .setExecutorId(m.executor().value()));
      case ToAgent.ExecutorMessage m ->
          wire.setExecutorMessage(
              ExecutorMessage.newBuilder()
                  .setFrameworkId(m.framework().value())
                  .setExecutorId(m.executor().value())
                  .setData(m.data()));
      case ToAgent.TeardownFramework m ->
          wire.setTeardownFramework(
              TeardownFramework.newBuilder().setFrameworkId(m.framework().value()));
      case ToAgent.Shutdown m -> wire.setShutdown(Shutdown.newBuilder().setReason(m.reason()));
    };
  }

  private static RunTaskGroup.Builder runTaskGroup(ToAgent.RunTaskGroup message) {
    RunTaskGroup.Builder wire =
        RunTaskGroup.newBuilder()
            .setFrameworkInfoV1(message.framework().toByteString())
            .setExecutorInfoV1(message.executor().toByteString())
            .setRole(message.role())
            .setExecutorRuns(message.executorRuns())
            .addAllResourceVersions(ProviderWire.wire(message.versions()));
    for (Protos.TaskInfo task : message.tasks()) {
      wire.addTaskInfosV1(task.toByteString());
    }
    return wire;
  }

  private static KillTask.Builder killTask(ToAgent.KillTask message) {
    KillTask.Builder wire =
        KillTask.newBuilder()
            .setFrameworkId(message.framework().value())
            .setTaskId(message.task().value());
    message.policy().ifPresent(policy -> wire.setKillPolicyV1(policy.toByteString()));
    return wire;
  }

  private static ApplyOperation.Builder applyOperation(ToAgent.ApplyOperation message) {
    ApplyOperation.Builder wire =
        ApplyOperation.newBuilder()
            .setUuid(message.uuid())
            .setOperationV1(message.operation().toByteString());
    message.framework().ifPresent(framework -> wire.setFrameworkId(framework.value()));
    message.version().ifPresent(wire::setResourceVersionUuid);
    return wire;
  }

  static ToAgent decode(ToAgentMessage wire, WireFields at) throws MalformedMessageException {
    return switch (wire.getBodyCase()) {
      case REGISTERED -> {
        Registered m = wire.getRegistered();
        yield new ToAgent.Registered(
            new AgentId(m.getAgentId()), at.duration("ping_timeout", m.getPingTimeout()));
      }
      case REREGISTERED -> {
        Reregistered m = wire.getReregistered();
        yield new ToAgent.Reregistered(
            new AgentId(m.getAgentId()),
            at.duration("ping_timeout", m.getPingTimeout()),
            m.getCompletedFrameworkIdsList().stream().map(FrameworkId::new).toList());
      }
      case PING -> new ToAgent.Ping(wire.getPing().getSequence(), wire.getPing().getConnected());
      case RUN_TASK -> runTask(wire.getRunTask(), at);
      case RUN_TASK_GROUP -> runTaskGroup(wire.getRunTaskGroup(), at);
      case KILL_TASK -> killTask(wire.getKillTask(), at);
      case ACKNOWLEDGE_UPDATE -> {
        AcknowledgeUpdate m = wire.getAcknowledgeUpdate();
        yield new ToAgent.AcknowledgeUpdate(
            new FrameworkId(m.getFrameworkId()), new TaskId(m.getTaskId()), m.getUuid());
      }
      case APPLY_OPERATION -> {
        ApplyOperation m = wire.getApplyOperation();
        yield new ToAgent.ApplyOperation(
            m.getUuid(),
            m.hasFrameworkId()
                ? Optional.of(new FrameworkId(m.getFrameworkId()))
                : Optional.empty(),
            at.message("operation_v1", m.getOperationV1(), Protos.Offer.Operation.parser()),
            m.hasResourceVersionUuid()
                ? Optional.of(m.getResourceVersionUuid())
                : Optional.empty());
      }
      case DRAIN ->
          new ToAgent.Drain(
              at.message(
                  "drain_config_v1",
                  wire.getDrain().getDrainConfigV1(),
                  Protos.DrainConfig.parser()));
      case ACKNOWLEDGE_OPERATION -> ProviderWire.acknowledgement(wire.getAcknowledgeOperation());
      case RECONCILE_OPERATIONS -> ProviderWire.reconciliation(wire.getReconcileOperations());
      case SHUTDOWN_EXECUTOR -> {
        ShutdownExecutor m = wire.getShutdownExecutor();
        yield new ToAgent.ShutdownExecutor(
            new FrameworkId(m.getFrameworkId()), new ExecutorId(m.getExecutorId()));
      }
      case EXECUTOR_MESSAGE -> {
        ExecutorMessage m = wire.getExecutorMessage();
        yield new ToAgent.ExecutorMessage(
            new FrameworkId(m.getFrameworkId()), new ExecutorId(m.getExecutorId()), m.getData());
      }
      case TEARDOWN_FRAMEWORK ->
          new ToAgent.TeardownFramework(
              new FrameworkId(wire.getTeardownFramework().getFrameworkId()));
      case SHUTDOWN -> new ToAgent.Shutdown(wire.getShutdown().getReason());
      case BODY_NOT_SET -> throw at.unknown();
    };
  }

  private static ToAgent runTask(RunTask wire, WireFields at) throws MalformedMessageException {
    return new ToAgent.RunTask(
        at.message("framework_info_v1", wire.getFrameworkInfoV1(), Protos.FrameworkInfo.parser()),
        at.message("task_info_v1", wire.getTaskInfoV1(), Protos.TaskInfo.parser()),
        wire.getRole(),
        wire.getExecutorRuns(),
        ProviderWire.versions(wire.getResourceVersionsList()));
  }

  private static ToAgent runTaskGroup(RunTaskGroup wire, WireFields at)
      throws MalformedMessageException {
    return new ToAgent.RunTaskGroup(
        at.message("framework_info_v1", wire.getFrameworkInfoV1(), Protos.FrameworkInfo.parser()),
        at.message("executor_info_v1", wire.getExecutorInfoV1(), Protos.ExecutorInfo.parser()),
        at.messages("task_infos_v1", wire.getTaskInfosV1List(), Protos.TaskInfo.parser()),
        wire.getRole(),
        wire.getExecutorRuns(),
        ProviderWire.versions(wire.getResourceVersionsList()));
  }

  private static ToAgent killTask(KillTask wire, WireFields at) throws MalformedMessageException {
    Optional<Protos.KillPolicy> policy = Optional.empty();
    if (wire.hasKillPolicyV1()) {
      policy =
          Optional.of(
              at.message("kill_policy_v1", wire.getKillPolicyV1(), Protos.KillPolicy.parser()));
    }
    return new ToAgent.KillTask(
        new FrameworkId(wire.getFrameworkId()), new TaskId(wire.getTaskId()), policy);
  }
}

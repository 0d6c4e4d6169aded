package io.proffer.core.protocol.link;

import io.proffer.core.model.ExecutorId;
import io.proffer.core.model.FrameworkId;
import io.proffer.core.protocol.MalformedMessageException;
import io.proffer.core.protocol.link.wire.ExecutorMessage;
import io.proffer.core.protocol.link.wire.ExecutorTerminated;
import io.proffer.core.protocol.link.wire.FromAgentMessage;
import io.proffer.core.protocol.link.wire.Oversubscribed;
import io.proffer.core.protocol.link.wire.Pong;
import io.proffer.core.protocol.link.wire.Register;
import io.proffer.core.protocol.link.wire.ReportedExecutor;
import io.proffer.core.protocol.link.wire.ReportedTask;
import io.proffer.core.protocol.link.wire.Reregister;
import io.proffer.core.protocol.link.wire.StatusUpdate;
import io.proffer.core.protocol.link.wire.Unregister;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.mesos.v1.Protos;

/** Agent to master, one message at a time. */
final class FromAgentCodec {

  private FromAgentCodec() {}

  static FromAgentMessage.Builder encode(FromAgent message) {
    FromAgentMessage.Builder wire = FromAgentMessage.newBuilder();
    return switch (message) {
      case FromAgent.Register m ->
          wire.setRegister(
              Register.newBuilder()
                  .setAgentInfoV1(m.agent().toByteString())
                  .setAddress(m.address())
                  .setVersion(m.version())
                  .addAllCapabilities(m.capabilities())
                  .addAllTotalResourcesV1(OperationWire.bytes(m.total())));
      case FromAgent.Reregister m -> wire.setReregister(reregister(m));
      case FromAgent.Pong m -> wire.setPong(pong(m));
      case FromAgent.StatusUpdate m ->
          wire.setStatusUpdate(
              StatusUpdate.newBuilder()
                  .setFrameworkId(m.framework().value())
                  .setStatusV1(m.status().toByteString())
                  .setLatestState(m.latestState().getNumber()));
      case FromAgent.ExecutorTerminated m ->
          wire.setExecutorTerminated(
              ExecutorTerminated.newBuilder()
                  .setFrameworkId(m.framework().value())
                  .setExecutorId(m.executor().value())
                  .setWaitStatus(m.waitStatus()));
      case FromAgent.ExecutorMessage m ->
          wire.setExecutorMessage(
              ExecutorMessage.newBuilder()
                  .setFrameworkId(m.framework().value())
                  .setExecutorId(m.executor().value())
                  .setData(m.data()));
      case FromAgent.Oversubscribed m -> wire.setOversubscribed(oversubscribed(m));
      case FromAgent.OperationUpdate m -> wire.setOperationUpdate(OperationWire.update(m));
      case FromAgent.ProvidersChanged m ->
          wire.setProvidersChanged(OperationWire.changed(m.providers()));
      case FromAgent.Unregister m ->
          wire.setUnregister(Unregister.newBuilder().setReason(m.reason()));
    };
  }

  private static Pong.Builder pong(FromAgent.Pong message) {
    Pong.Builder wire = Pong.newBuilder().setSequence(message.sequence());
    message
        .use()
        .ifPresent(
            use -> {
              var told = wire.getUseBuilder();
              use.cpusMillis().ifPresent(told::setCpusMillis);
              use.memBytes().ifPresent(told::setMemBytes);
              use.diskBytes().ifPresent(told::setDiskBytes);
            });
    return wire;
  }

  private static FromAgent.Pong pong(Pong wire) {
    if (!wire.hasUse()) {
      return new FromAgent.Pong(wire.getSequence());
    }
    var use = wire.getUse();
    return new FromAgent.Pong(
        wire.getSequence(),
        Optional.of(
            new MeasuredUse(
                amount(use.hasCpusMillis(), use.getCpusMillis()),
                amount(use.hasMemBytes(), use.getMemBytes()),
                amount(use.hasDiskBytes(), use.getDiskBytes()))));
  }

  /** Not known if it is more than a number that has a sign can tell. */
  private static OptionalLong amount(boolean told, long amount) {
    return told && amount >= 0 ? OptionalLong.of(amount) : OptionalLong.empty();
  }

  private static Oversubscribed.Builder oversubscribed(FromAgent.Oversubscribed message) {
    Oversubscribed.Builder wire = Oversubscribed.newBuilder();
    message.resources().forEach(resource -> wire.addResourcesV1(resource.toByteString()));
    return wire;
  }

  private static Reregister.Builder reregister(FromAgent.Reregister message) {
    Reregister.Builder wire =
        Reregister.newBuilder()
            .setAgentInfoV1(message.agent().toByteString())
            .setAddress(message.address())
            .setVersion(message.version())
            .addAllCapabilities(message.capabilities());
    for (FromAgent.ReportedTask task : message.tasks()) {
      wire.addTasks(reportedTask(task));
    }
    for (Protos.FrameworkInfo framework : message.frameworks()) {
      wire.addFrameworkInfosV1(framework.toByteString());
    }
    for (FromAgent.ReportedExecutor executor : message.executors()) {
      wire.addExecutors(
          ReportedExecutor.newBuilder()
              .setFrameworkId(executor.framework().value())
              .setExecutorInfoV1(executor.executor().toByteString())
              .setRole(executor.role()));
    }
    OperationWire.write(message.resources(), wire);
    return wire;
  }

  private static ReportedTask.Builder reportedTask(FromAgent.ReportedTask task) {
    ReportedTask.Builder wire =
        ReportedTask.newBuilder()
            .setFrameworkId(task.framework().value())
            .setTaskInfoV1(task.task().toByteString())
            .setRole(task.role())
            .setLatestStatusV1(task.latest().toByteString());
    task.forwarded().ifPresent(status -> wire.setForwardedStatusV1(status.toByteString()));
    task.executor().ifPresent(executor -> wire.setExecutorInfoV1(executor.toByteString()));
    return wire;
  }

  static FromAgent decode(FromAgentMessage wire, WireFields at) throws MalformedMessageException {
    return switch (wire.getBodyCase()) {
      case REGISTER -> register(wire.getRegister(), at);
      case REREGISTER -> reregister(wire.getReregister(), at);
      case PONG -> pong(wire.getPong());
      case OPERATION_UPDATE -> OperationWire.update(wire.getOperationUpdate(), at);
      case STATUS_UPDATE -> statusUpdate(wire.getStatusUpdate(), at);
      case EXECUTOR_TERMINATED -> {
        ExecutorTerminated m = wire.getExecutorTerminated();
        yield new FromAgent.ExecutorTerminated(
            new FrameworkId(m.getFrameworkId()),
            new ExecutorId(m.getExecutorId()),
            m.getWaitStatus());
      }
      case EXECUTOR_MESSAGE -> {
        ExecutorMessage m = wire.getExecutorMessage();
        yield new FromAgent.ExecutorMessage(
            new FrameworkId(m.getFrameworkId()), new ExecutorId(m.getExecutorId()), m.getData());
      }
      case OVERSUBSCRIBED ->
          new FromAgent.Oversubscribed(
              at.messages(
                  "resources_v1",
                  wire.getOversubscribed().getResourcesV1List(),
                  Protos.Resource.parser()));
      case PROVIDERS_CHANGED -> OperationWire.changed(wire.getProvidersChanged(), at);
      case UNREGISTER -> new FromAgent.Unregister(wire.getUnregister().getReason());
      case BODY_NOT_SET -> throw at.unknown();
    };
  }

  private static FromAgent register(Register wire, WireFields at) throws MalformedMessageException {
    Protos.AgentInfo agent =
        at.message("agent_info_v1", wire.getAgentInfoV1(), Protos.AgentInfo.parser());
    return new FromAgent.Register(
        agent,
        wire.getAddress(),
        wire.getVersion(),
        wire.getCapabilitiesList(),
        OperationWire.total(wire.getTotalResourcesV1List(), agent, at));
  }

  private static FromAgent reregister(Reregister wire, WireFields at)
      throws MalformedMessageException {
    List<FromAgent.ReportedTask> tasks = new ArrayList<>(wire.getTasksCount());
    for (ReportedTask task : wire.getTasksList()) {
      tasks.add(reportedTask(task, new WireFields(at.place() + ".tasks[" + tasks.size() + "]")));
    }
    Protos.AgentInfo agent =
        at.message("agent_info_v1", wire.getAgentInfoV1(), Protos.AgentInfo.parser());
    return new FromAgent.Reregister(
        agent,
        wire.getAddress(),
        wire.getVersion(),
        wire.getCapabilitiesList(),
        tasks,
        at.messages(
            "framework_infos_v1", wire.getFrameworkInfosV1List(), Protos.FrameworkInfo.parser()),
        reportedExecutors(wire, at),
        OperationWire.read(wire, agent, at));
  }

  private static List<FromAgent.ReportedExecutor> reportedExecutors(Reregister wire, WireFields at)
      throws MalformedMessageException {
    List<FromAgent.ReportedExecutor> executors = new ArrayList<>(wire.getExecutorsCount());
    for (ReportedExecutor executor : wire.getExecutorsList()) {
      WireFields place = new WireFields(at.place() + ".executors[" + executors.size() + "]");
      executors.add(
          new FromAgent.ReportedExecutor(
              new FrameworkId(executor.getFrameworkId()),
              place.message(
                  "executor_info_v1", executor.getExecutorInfoV1(), Protos.ExecutorInfo.parser()),
              executor.getRole()));
    }
    return executors;
  }

  private static FromAgent.ReportedTask reportedTask(ReportedTask wire, WireFields at)
      throws MalformedMessageException {
    Optional<Protos.TaskStatus> forwarded = Optional.empty();
    if (wire.hasForwardedStatusV1()) {
      forwarded =
          Optional.of(
              at.message(
                  "forwarded_status_v1", wire.getForwardedStatusV1(), Protos.TaskStatus.parser()));
    }
    Optional<Protos.ExecutorInfo> executor = Optional.empty();
    if (wire.hasExecutorInfoV1()) {
      executor =
          Optional.of(
              at.message(
                  "executor_info_v1", wire.getExecutorInfoV1(), Protos.ExecutorInfo.parser()));
    }
    return new FromAgent.ReportedTask(
        new FrameworkId(wire.getFrameworkId()),
        at.message("task_info_v1", wire.getTaskInfoV1(), Protos.TaskInfo.parser()),
        wire.getRole(),
        at.message("latest_status_v1", wire.getLatestStatusV1(), Protos.TaskStatus.parser()),
        forwarded,
        executor);
  }

  private static FromAgent statusUpdate(StatusUpdate wire, WireFields at)
      throws MalformedMessageException {
    return new FromAgent.StatusUpdate(
        new FrameworkId(wire.getFrameworkId()),
        at.message("status_v1", wire.getStatusV1(), Protos.TaskStatus.parser()),
        at.state("latest_state", wire.getLatestState()));
  }
}

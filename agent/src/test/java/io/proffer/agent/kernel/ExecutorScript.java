package io.proffer.agent.kernel;

import com.google.protobuf.ByteString;
import io.proffer.agent.container.ContainerExit;
import io.proffer.agent.container.ContainerWork;
import io.proffer.agent.container.RunningContainer;
import io.proffer.agent.container.RuntimeKind;
import io.proffer.agent.state.CustomExecutor;
import io.proffer.agent.state.ExecutorKey;
import io.proffer.core.model.ExecutorId;
import io.proffer.core.protocol.link.ToAgent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.apache.mesos.v1.Protos.ExecutorInfo;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.executor.Protos.Call;
import org.apache.mesos.v1.executor.Protos.Event;

/** A custom executor {@code ex} on an agent: the test is the executor too. */
final class ExecutorScript {

  static final ExecutorKey KEY = new ExecutorKey(KernelScenario.FRAMEWORK, new ExecutorId("ex"));

  static final ExecutorInfo INFO =
      ExecutorInfo.newBuilder()
          .setType(ExecutorInfo.Type.CUSTOM)
          .setExecutorId(KEY.executor().toProto())
          .setFrameworkId(KEY.framework().toProto())
          .setCommand(CommandInfo.newBuilder().setValue("./executor"))
          .build();

  private final KernelScenario agent;
  private final List<AgentEffect> seen = new ArrayList<>();
  private long requests = 100;

  private ExecutorScript(KernelScenario agent) {
    this.agent = agent;
  }

  static ExecutorScript on(KernelScenario agent) {
    return new ExecutorScript(agent);
  }

  KernelScenario agent() {
    return agent;
  }

  ExecutorScript run(String... tasks) {
    for (String task : tasks) {
      agent.masterSays(new ToAgent.RunTask(agent.framework(), task(task), "*"));
    }
    return this;
  }

  ExecutorScript runWhileItRuns(String task) {
    agent.masterSays(new ToAgent.RunTask(agent.framework(), task(task), "*", true));
    return this;
  }

  ExecutorScript runGroup(String... tasks) {
    agent.masterSays(
        new ToAgent.RunTaskGroup(
            agent.framework(), INFO, Arrays.stream(tasks).map(ExecutorScript::task).toList(), "*"));
    return this;
  }

  static TaskInfo task(String id) {
    return KernelScenario.task(id).clearCommand().setExecutor(INFO).build();
  }

  ExecutorScript started() {
    agent.handle(new AgentInput.ContainerStarted(container()));
    return this;
  }

  RunningContainer container() {
    return new RunningContainer(
        state().container(),
        RuntimeKind.PROCESS,
        "77:1",
        Optional.of(77L),
        List.of("127.0.0.1"),
        "/sandbox/ex",
        Instant.EPOCH);
  }

  ExecutorScript exited(ContainerExit exit) {
    agent.handle(new AgentInput.ContainerExited(state().container(), exit));
    return this;
  }

  ExecutorScript subscribes() {
    return subscribes(Call.Subscribe.getDefaultInstance());
  }

  ExecutorScript subscribes(Call.Subscribe subscribe) {
    return call(call(Call.Type.SUBSCRIBE).setSubscribe(subscribe));
  }

  ExecutorScript says(String task, TaskState state, int uuid) {
    return call(
        call(Call.Type.UPDATE)
            .setUpdate(Call.Update.newBuilder().setStatus(status(task, state, uuid))));
  }

  ExecutorScript sends(String data) {
    return call(
        call(Call.Type.MESSAGE)
            .setMessage(Call.Message.newBuilder().setData(ByteString.copyFromUtf8(data))));
  }

  static TaskStatus status(String task, TaskState state, int uuid) {
    return TaskStatus.newBuilder()
        .setTaskId(KernelScenario.key(task).task().toProto())
        .setState(state)
        .setSource(TaskStatus.Source.SOURCE_EXECUTOR)
        .setUuid(uuid(uuid))
        .build();
  }

  static ByteString uuid(int number) {
    byte[] bytes = new byte[16];
    bytes[15] = (byte) number;
    return ByteString.copyFrom(bytes);
  }

  static Call.Builder call(Call.Type type) {
    return Call.newBuilder()
        .setType(type)
        .setFrameworkId(KEY.framework().toProto())
        .setExecutorId(KEY.executor().toProto());
  }

  ExecutorScript call(Call.Builder call) {
    return call(call, Optional.empty());
  }

  ExecutorScript call(Call.Builder call, Optional<ExecutorClaims> claims) {
    agent.handle(new AgentInput.ExecutorCalled(++requests, call.build(), claims));
    return this;
  }

  /** The executor, which must be there. */
  CustomExecutor state() {
    return agent.state().customExecutor(KEY).orElseThrow();
  }

  boolean lives() {
    return agent.state().customExecutor(KEY).isPresent();
  }

  /** What the last call was answered with. */
  ExecutorAnswer answer() {
    return effects(AgentEffect.AnswerExecutor.class).getLast().answer();
  }

  /** All events so far, on any stream. */
  List<Event> events() {
    return effects(AgentEffect.TellExecutor.class).stream()
        .map(AgentEffect.TellExecutor::event)
        .toList();
  }

  List<Event.Type> eventTypes() {
    return events().stream().map(Event::getType).toList();
  }

  ContainerWork.Executor launched() {
    return (ContainerWork.Executor)
        effects(AgentEffect.LaunchContainer.class).getLast().spec().work();
  }

  <E extends AgentEffect> List<E> effects(Class<E> kind) {
    seen.addAll(agent.effects());
    return seen.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /** Forgets what was seen so far. */
  ExecutorScript clear() {
    agent.effects();
    seen.clear();
    return this;
  }
}

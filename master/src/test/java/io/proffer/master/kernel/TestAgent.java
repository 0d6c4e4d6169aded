package io.proffer.master.kernel;

import com.google.protobuf.ByteString;
import io.proffer.core.model.AgentId;
import io.proffer.core.model.ExecutorId;
import io.proffer.core.model.FrameworkId;
import io.proffer.core.model.Resources;
import io.proffer.core.model.TaskId;
import io.proffer.core.protocol.link.FromAgent;
import io.proffer.core.protocol.link.FromAgent.ReportedTask;
import io.proffer.core.protocol.link.ToAgent;
import io.proffer.master.state.AgentLink;
import io.proffer.master.state.TaskStates;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.mesos.v1.Protos.AgentInfo;
import org.apache.mesos.v1.Protos.ExecutorInfo;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.OperationState;
import org.apache.mesos.v1.Protos.OperationStatus;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.Protos.UUID;

/** An agent as the test drives it: it takes what it is sent, and reports what the test wants. */
final class TestAgent {
  private final Cluster cluster;
  private final AgentInfo info;
  private final String address;
  private final Map<String, FrameworkInfo> frameworks = new LinkedHashMap<>();
  private final Map<String, ReportedTask> tasks = new LinkedHashMap<>();
  private AgentLink link;
  private List<String> capabilities = List.of("AGENT_DRAINING", "RESOURCE_PROVIDER");
  private Optional<AgentId> id = Optional.empty();

  TestAgent(Cluster cluster, String hostname, String resources) {
    this.cluster = cluster;
    this.info =
        AgentInfo.newBuilder()
            .setHostname(hostname)
            .setPort(5051)
            .addAllResources(Resources.parse(resources).toProtos())
            .build();
    this.address = "127.0.0.1:" + (5051 + cluster.nextNumber());
    this.link = new AgentLink(cluster.nextNumber(), 0);
  }

  static TestAgent registered(Cluster cluster, String resources) {
    return new TestAgent(cluster, "localhost", resources).register();
  }

  /** It can do nothing that was not always to be done. */
  TestAgent withoutCapabilities() {
    capabilities = List.of();
    return this;
  }

  TestAgent register() {
    cluster.agentSays(link, new FromAgent.Register(info, address, "0.1.0", capabilities));
    for (ToAgent message : messages()) {
      if (message instanceof ToAgent.Registered registered) {
        id = Optional.of(registered.agent());
      }
    }
    return this;
  }

  AgentId id() {
    return id.orElseThrow(() -> new AssertionError("the agent is not registered"));
  }

  AgentLink link() {
    return link;
  }

  AgentInfo info() {
    return info;
  }

  String address() {
    return address;
  }

  /** Takes what the master sent since; remembers the tasks among it. */
  List<ToAgent> messages() {
    List<ToAgent> messages = cluster.takeMessages(link);
    for (ToAgent message : messages) {
      switch (message) {
        case ToAgent.RunTask run ->
            accept(run.framework(), run.task(), run.role(), Optional.empty());
        case ToAgent.RunTaskGroup run ->
            run.tasks()
                .forEach(
                    task -> accept(run.framework(), task, run.role(), Optional.of(run.executor())));
        case ToAgent.AcknowledgeUpdate ack -> acknowledged(ack);
        case ToAgent.TeardownFramework gone -> tornDown(gone.framework());
        case ToAgent other -> {}
      }
    }
    return messages;
  }

  private void acknowledged(ToAgent.AcknowledgeUpdate ack) {
    ReportedTask task = tasks.get(ack.task().value());
    if (task != null
        && TaskStates.isTerminal(task.latest().getState())
        && task.forwarded().filter(told -> told.getUuid().equals(ack.uuid())).isPresent()
        && TaskStates.isTerminal(task.forwarded().orElseThrow().getState())) {
      tasks.remove(ack.task().value());
    }
  }

  private void tornDown(FrameworkId framework) {
    frameworks.remove(framework.value());
    tasks.values().removeIf(task -> task.framework().equals(framework));
  }

  /** The ids of the tasks it knows. */
  List<String> tasks() {
    messages();
    return List.copyOf(tasks.keySet());
  }

  ReportedTask task(String id) {
    return Optional.ofNullable(tasks.get(id)).orElseThrow();
  }

  <M extends ToAgent> List<M> messages(Class<M> kind) {
    return messages().stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  void reports(String task, TaskState state) {
    reports(task, state, state);
  }

  /** Sends an update; {@code latest} may be ahead of it. Its uuid follows from task and state. */
  void reports(String task, TaskState state, TaskState latest) {
    messages();
    ReportedTask known =
        Optional.ofNullable(tasks.get(task))
            .orElseThrow(() -> new AssertionError("the agent never got task " + task));
    TaskStatus status = status(task, state);
    tasks.put(
        task,
        new ReportedTask(
            known.framework(),
            known.task(),
            known.role(),
            status.toBuilder().setState(latest).build(),
            Optional.of(status),
            known.executor()));
    cluster.agentSays(link, new FromAgent.StatusUpdate(known.framework(), status, latest));
  }

  void reports(FrameworkId framework, TaskStatus status) {
    cluster.agentSays(link, new FromAgent.StatusUpdate(framework, status, status.getState()));
  }

  static TaskStatus status(String task, TaskState state) {
    return TaskStatus.newBuilder()
        .setTaskId(new TaskId(task).toProto())
        .setState(state)
        .setSource(TaskStatus.Source.SOURCE_EXECUTOR)
        .setUuid(uuid(task, state))
        .build();
  }

  static ByteString uuid(String task, TaskState state) {
    return ByteString.copyFrom(
        ByteBuffer.allocate(16).putLong(task.hashCode()).putLong(state.getNumber()).array());
  }

  void executorEnds(FrameworkId framework, String executor, int waitStatus) {
    cluster.agentSays(
        link, new FromAgent.ExecutorTerminated(framework, new ExecutorId(executor), waitStatus));
  }

  /** It has measured that so much may be held by revocable tasks, like {@code cpus:1}. */
  void oversubscribes(String resources) {
    cluster.agentSays(link, new FromAgent.Oversubscribed(Tasks.revocable(resources)));
  }

  void unregisters() {
    cluster.agentSays(link, new FromAgent.Unregister("on request"));
  }

  /** Answers the newest ping. */
  void answersPings() {
    for (ToAgent.Ping ping : messages(ToAgent.Ping.class)) {
      cluster.agentSays(link, new FromAgent.Pong(ping.sequence()));
    }
  }

  void losesLink() {
    cluster.when(new MasterInput.ConnectionLost(link.connection()));
  }

  /** The agent never got what is under way to it. */
  void losesLinkAndMessages() {
    cluster.takeMessages(link);
    losesLink();
  }

  void forgets(String task) {
    tasks.remove(task);
  }

  /** Says what became of an operation; {@code total} when it is not what it was held to be. */
  void reports(ToAgent.ApplyOperation operation, OperationState state, List<Resource> total) {
    cluster.agentSays(
        link,
        new FromAgent.OperationUpdate(
            operation.uuid(), operation.framework(), status(operation, state), total));
  }

  OperationStatus status(ToAgent.ApplyOperation operation, OperationState state) {
    OperationStatus.Builder status =
        OperationStatus.newBuilder()
            .setState(state)
            .setAgentId(id().toProto())
            .setUuid(UUID.newBuilder().setValue(operation.uuid()));
    if (operation.operation().hasId()) {
      status.setOperationId(operation.operation().getId());
    }
    return status.build();
  }

  /** Comes back on another link, without tasks, with these resources. */
  List<ToAgent> returns(FromAgent.ReportedResources resources) {
    link = new AgentLink(cluster.nextNumber(), 0);
    cluster.agentSays(
        link,
        new FromAgent.Reregister(
            info.toBuilder().setId(id().toProto()).build(),
            address,
            "0.1.0",
            capabilities,
            List.of(),
            List.of(),
            List.of(),
            resources));
    return messages();
  }

  List<ToAgent> returns() {
    return returns(info);
  }

  List<ToAgent> returns(AgentInfo as) {
    messages();
    link = new AgentLink(cluster.nextNumber(), 0);
    cluster.agentSays(
        link,
        new FromAgent.Reregister(
            as.toBuilder().setId(id().toProto()).build(),
            address,
            "0.1.0",
            capabilities,
            new ArrayList<>(tasks.values()),
            new ArrayList<>(frameworks.values()),
            List.of()));
    return messages();
  }

  void accept(
      FrameworkInfo framework, TaskInfo task, String role, Optional<ExecutorInfo> executor) {
    frameworks.put(framework.getId().getValue(), framework);
    tasks.put(
        task.getTaskId().getValue(),
        new ReportedTask(
            FrameworkId.of(framework.getId()),
            task,
            role,
            TaskStatus.newBuilder()
                .setTaskId(task.getTaskId())
                .setState(TaskState.TASK_STAGING)
                .build(),
            Optional.empty(),
            executor));
  }
}

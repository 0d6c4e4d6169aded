package io.proffer.benchmarks.launch;

import com.google.protobuf.ByteString;
import io.proffer.core.model.FrameworkId;
import io.proffer.core.protocol.link.FromAgent;
import io.proffer.core.protocol.link.ToAgent;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.AgentInfo;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;

/**
 * The agents of one connection. A task is RUNNING as soon as it is launched and FINISHED a while
 * after its RUNNING was acknowledged; nothing is run and nothing is checkpointed.
 *
 * <p>All methods are called on the connection's reader thread, but {@link #finish}, which only
 * sends.
 */
final class EmulatedAgents {

  private final AgentInfo[] agents;
  private final AgentID[] ids;
  private final long taskMs;
  private final AgentConnection connection;
  private final ScheduledExecutorService timer;
  private final Map<TaskID, Running> running = new HashMap<>();
  private int registered;
  private long updates;

  private record Running(int channel, FrameworkId framework, TaskID task) {}

  EmulatedAgents(
      int first,
      int count,
      Duration taskTime,
      AgentConnection connection,
      ScheduledExecutorService timer) {
    this.taskMs = taskTime.toMillis();
    this.connection = connection;
    this.timer = timer;
    this.ids = new AgentID[count];
    this.agents = new AgentInfo[count];
    List<org.apache.mesos.v1.Protos.Resource> resources =
        io.proffer.core.model.Resources.parse("cpus:32;mem:65536;disk:100000;ports:[31000-32000]")
            .toProtos();
    for (int i = 0; i < count; i++) {
      agents[i] =
          AgentInfo.newBuilder()
              .setHostname("emulated-" + (first + i))
              .setPort(5051)
              .addAllResources(resources)
              .build();
    }
  }

  void register() {
    for (int channel = 0; channel < agents.length; channel++) {
      connection.send(
          channel,
          new FromAgent.Register(
              agents[channel], "127.0.0.1:5051", "bench", List.of("MULTI_ROLE")));
    }
  }

  boolean allRegistered() {
    return registered == agents.length;
  }

  void handle(int channel, ToAgent message) {
    switch (message) {
      case ToAgent.Registered r -> {
        ids[channel] = r.agent().toProto();
        registered++;
      }
      case ToAgent.Reregistered r -> ids[channel] = r.agent().toProto();
      case ToAgent.Ping p -> connection.send(channel, new FromAgent.Pong(p.sequence()));
      case ToAgent.RunTask run ->
          start(channel, FrameworkId.of(run.framework().getId()), run.task());
      case ToAgent.RunTaskGroup g ->
          g.tasks().forEach(t -> start(channel, FrameworkId.of(g.framework().getId()), t));
      case ToAgent.AcknowledgeUpdate ack -> acknowledged(ack);
      case ToAgent.KillTask kill ->
          update(channel, kill.framework(), kill.task().toProto(), TaskState.TASK_KILLED);
      case ToAgent.TeardownFramework t ->
          running.values().removeIf(r -> r.framework().equals(t.framework()));
      case ToAgent.Drain ignored -> {}
      case ToAgent.ShutdownExecutor ignored -> {}
      case ToAgent.ExecutorMessage ignored -> {}
      case ToAgent.ApplyOperation ignored -> {}
      case ToAgent.AcknowledgeOperation ignored -> {}
      case ToAgent.ReconcileOperations ignored -> {}
      case ToAgent.Shutdown shutdown -> connection.failed("the master said: " + shutdown.reason());
    }
  }

  private void start(int channel, FrameworkId framework, TaskInfo task) {
    running.put(task.getTaskId(), new Running(channel, framework, task.getTaskId()));
    update(channel, framework, task.getTaskId(), TaskState.TASK_RUNNING);
  }

  private void acknowledged(ToAgent.AcknowledgeUpdate ack) {
    Optional.ofNullable(running.remove(ack.task().toProto())).ifPresent(r -> finishLater(r));
  }

  private void finishLater(Running r) {
    var unused = timer.schedule(() -> finish(r), taskMs, TimeUnit.MILLISECONDS);
  }

  private void finish(Running r) {
    update(r.channel(), r.framework(), r.task(), TaskState.TASK_FINISHED);
  }

  private synchronized void update(
      int channel, FrameworkId framework, TaskID task, TaskState state) {
    ByteBuffer uuid = ByteBuffer.allocate(16).putLong(connection.number()).putLong(updates++);
    TaskStatus status =
        TaskStatus.newBuilder()
            .setTaskId(task)
            .setState(state)
            .setAgentId(ids[channel])
            .setSource(TaskStatus.Source.SOURCE_EXECUTOR)
            .setTimestamp(System.currentTimeMillis() / 1e3)
            .setUuid(ByteString.copyFrom(uuid.flip()))
            .build();
    connection.send(channel, new FromAgent.StatusUpdate(framework, status, state));
  }
}

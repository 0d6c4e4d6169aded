package io.proffer.agent.checkpoint;

import com.google.protobuf.ByteString;
import io.proffer.agent.container.ContainerId;
import io.proffer.agent.container.RunningContainer;
import io.proffer.agent.container.RuntimeKind;
import io.proffer.agent.state.AgentEvent;
import io.proffer.agent.state.ExecutorKey;
import io.proffer.agent.state.GroupMembership;
import io.proffer.agent.state.Kill;
import io.proffer.agent.state.KillCause;
import io.proffer.core.model.AgentId;
import io.proffer.core.model.ExecutorId;
import io.proffer.core.model.FrameworkId;
import io.proffer.core.model.TaskId;
import io.proffer.core.model.TaskKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.apache.mesos.v1.Protos.ExecutorInfo;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;

/**
 * What an agent of the first version wrote down: a task that runs, one that is being launched, one
 * that is being killed, one that has ended and was not acknowledged, a group, and things of the
 * past. The file {@code journal-1} was written from it; see the README beside that.
 */
final class JournalFixture {

  static final AgentId AGENT = new AgentId("6f1d9a0e-0000-4000-8000-000000000001-S7");
  static final FrameworkId FRAMEWORK = new FrameworkId("6f1d9a0e-0000-4000-8000-000000000001-0003");
  static final Instant AT = Instant.parse("2026-03-04T05:06:07.123456789Z");
  private static final ExecutorKey EXECUTOR =
      new ExecutorKey(FRAMEWORK, new ExecutorId("executor"));

  private JournalFixture() {}

  static List<AgentEvent.Durable> facts() {
    return batches().stream().flatMap(List::stream).toList();
  }

  static List<List<AgentEvent.Durable>> batches() {
    return List.of(
        List.of(new AgentEvent.AgentNamed(AGENT)),
        List.of(
            new AgentEvent.FrameworkKnown(framework(FRAMEWORK)),
            accepted("runs", Optional.empty())),
        List.of(ran("runs", RuntimeKind.PROCESS), recorded("runs", TaskState.TASK_STARTING)),
        List.of(new AgentEvent.UpdateAcknowledged(key("runs"), uuid("runs", 1))),
        List.of(recorded("runs", TaskState.TASK_RUNNING)),
        List.of(accepted("starts", Optional.empty())),
        List.of(accepted("is-killed", Optional.empty())),
        List.of(ran("is-killed", RuntimeKind.DOCKER)),
        List.of(
            new AgentEvent.KillBegun(
                key("is-killed"), new Kill(KillCause.REQUESTED, Duration.ofSeconds(30), AT)),
            recorded("is-killed", TaskState.TASK_KILLING)),
        List.of(accepted("has-ended", Optional.empty())),
        List.of(ran("has-ended", RuntimeKind.PROCESS)),
        List.of(
            new AgentEvent.ContainerEnded(key("has-ended")),
            recorded("has-ended", TaskState.TASK_FAILED)),
        List.of(
            new AgentEvent.GroupAccepted(
                EXECUTOR, executor(), new ContainerId("c-executor"), "web", AT),
            accepted("left", Optional.of(new GroupMembership(EXECUTOR, 1))),
            accepted("right", Optional.of(new GroupMembership(EXECUTOR, 1)))),
        List.of(ran("left", RuntimeKind.PROCESS)),
        List.of(
            new AgentEvent.FrameworkKnown(framework(new FrameworkId("past"))),
            new AgentEvent.FrameworkForgotten(new FrameworkId("past"))),
        List.of(accepted("past", Optional.empty())),
        List.of(
            new AgentEvent.ContainerEnded(key("past")), recorded("past", TaskState.TASK_DROPPED)),
        List.of(
            new AgentEvent.UpdateAcknowledged(key("past"), uuid("past", 1)),
            new AgentEvent.TaskForgotten(key("past"))));
  }

  static TaskKey key(String task) {
    return new TaskKey(FRAMEWORK, new TaskId(task));
  }

  private static AgentEvent.TaskAccepted accepted(
      String task, Optional<GroupMembership> membership) {
    TaskInfo info =
        TaskInfo.newBuilder()
            .setName(task)
            .setTaskId(new TaskId(task).toProto())
            .setAgentId(AGENT.toProto())
            .setCommand(CommandInfo.newBuilder().setValue("sleep 1000"))
            .build();
    return new AgentEvent.TaskAccepted(
        key(task), info, "web", membership, new ContainerId("c-" + task), AT);
  }

  private static AgentEvent.ContainerRan ran(String task, RuntimeKind runtime) {
    return new AgentEvent.ContainerRan(
        key(task),
        new RunningContainer(
            new ContainerId("c-" + task),
            runtime,
            "4242:99:boot",
            Optional.of(4242L),
            List.of("192.0.2.1", "2001:db8::1"),
            "/var/lib/proffer/agent/slaves/sandbox-of-" + task,
            AT));
  }

  private static AgentEvent.StatusRecorded recorded(String task, TaskState state) {
    return new AgentEvent.StatusRecorded(
        key(task),
        TaskStatus.newBuilder()
            .setTaskId(new TaskId(task).toProto())
            .setState(state)
            .setAgentId(AGENT.toProto())
            .setUuid(uuid(task, state == TaskState.TASK_RUNNING ? 2 : 1))
            .build());
  }

  private static ByteString uuid(String task, int number) {
    return ByteString.copyFromUtf8((task + "-" + number + "-0123456789abcdef").substring(0, 16));
  }

  private static FrameworkInfo framework(FrameworkId id) {
    return FrameworkInfo.newBuilder()
        .setId(id.toProto())
        .setUser("nobody")
        .setName("of the past")
        .setCheckpoint(true)
        .build();
  }

  private static ExecutorInfo executor() {
    return ExecutorInfo.newBuilder()
        .setType(ExecutorInfo.Type.DEFAULT)
        .setExecutorId(EXECUTOR.executor().toProto())
        .build();
  }
}

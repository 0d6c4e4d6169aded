package io.proffer.agent.death;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.proffer.agent.kernel.AgentInput;
import io.proffer.agent.state.TaskEnds;
import io.proffer.core.model.AgentId;
import io.proffer.core.model.ExecutorId;
import io.proffer.core.model.FrameworkId;
import io.proffer.core.model.TaskId;
import io.proffer.core.protocol.link.FromAgent;
import io.proffer.core.protocol.link.ToAgent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.apache.mesos.v1.Protos.ExecutorInfo;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.Offer.Operation;
import org.apache.mesos.v1.Protos.OperationState;
import org.apache.mesos.v1.Protos.OperationStatus;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;

/** A master, and the schedulers behind it, that believe nothing they were not told. */
final class StrictMaster {

  static final AgentId AGENT = new AgentId("m-S0");

  private final Consumer<AgentInput> agent;
  private final Map<ByteString, TaskStatus> byUuid = new HashMap<>();
  private final Map<TaskId, TaskState> launched = new LinkedHashMap<>();
  private final Map<TaskId, FrameworkId> frameworks = new HashMap<>();
  private final Map<ByteString, Operation> operations = new LinkedHashMap<>();
  private final Map<ByteString, OperationStatus> decided = new LinkedHashMap<>();
  private final Set<TaskId> ranOnce = new LinkedHashSet<>();
  private final List<Operation> again = new ArrayList<>();
  private int attempts;
  private final Set<TaskId> toKill = new LinkedHashSet<>();
  private final Set<FrameworkId> tornDown = new LinkedHashSet<>();

  /**
   * @param agent gets what the master says, while there is a connection
   */
  StrictMaster(Consumer<AgentInput> agent) {
    this.agent = agent;
  }

  private void say(ToAgent message) {
    agent.accept(new AgentInput.FromMaster(message));
  }

  void run(String framework, String task) {
    expect(framework, task);
    say(new ToAgent.RunTask(info(framework), task(task), "*"));
  }

  void runGroup(String framework, String executor, String... tasks) {
    Stream.of(tasks).forEach(t -> expect(framework, t));
    say(
        new ToAgent.RunTaskGroup(
            info(framework),
            ExecutorInfo.newBuilder()
                .setType(ExecutorInfo.Type.DEFAULT)
                .setExecutorId(new ExecutorId(executor).toProto())
                .build(),
            Stream.of(tasks).map(StrictMaster::task).toList(),
            "*"));
  }

  void kill(String task) {
    TaskId id = new TaskId(task);
    if (!TaskEnds.isEnd(state(task))) {
      toKill.add(id);
      say(new ToAgent.KillTask(framework(id), id, Optional.empty()));
    }
  }

  /** Has an operation done; again, under another name, if the agent did not survive to know it. */
  void operate(String name, Operation operation) {
    ByteString uuid = ByteString.copyFromUtf8(name);
    operations.put(uuid, operation);
    say(new ToAgent.ApplyOperation(uuid, Optional.empty(), operation));
  }

  /** What became of operations that were not lost, in the order they were asked for. */
  List<OperationState> operations() {
    return decided.values().stream().map(OperationStatus::getState).toList();
  }

  private void updated(FromAgent.OperationUpdate update) {
    decided(update.operation(), update.status());
    say(new ToAgent.AcknowledgeOperation(update.operation(), update.status().getUuid().getValue()));
  }

  private void decided(ByteString operation, OperationStatus status) {
    assertThat(decided.merge(operation, status, (first, again) -> first))
        .as("what became of an operation is never told differently")
        .isEqualTo(status);
  }

  private void reregistered(FromAgent.ReportedResources report) {
    report.operations().forEach(o -> decided(o.uuid(), o.latest()));
    operations.forEach(
        (uuid, operation) -> {
          if (!decided.containsKey(uuid)) {
            again.add(operation);
          }
        });
    operations.keySet().retainAll(decided.keySet());
    for (Operation operation : again) {
      operate("again-" + attempts++, operation);
    }
    again.clear();
  }

  void tearDown(String framework) {
    tornDown.add(new FrameworkId(framework));
    say(new ToAgent.TeardownFramework(new FrameworkId(framework)));
  }

  /** What the task's scheduler believes. */
  TaskState state(String task) {
    return Optional.ofNullable(launched.get(new TaskId(task))).orElseThrow();
  }

  /** Whether the task's scheduler was told that it runs. */
  boolean ran(String task) {
    return ranOnce.contains(new TaskId(task));
  }

  /** All tasks of frameworks that are still there. */
  List<String> tasks() {
    return launched.keySet().stream()
        .filter(t -> !tornDown.contains(framework(t)))
        .map(TaskId::value)
        .toList();
  }

  void told(FromAgent message) {
    switch (message) {
      case FromAgent.Register m -> say(new ToAgent.Registered(AGENT, Duration.ofSeconds(75)));
      case FromAgent.Reregister m -> reregistered(m);
      case FromAgent.StatusUpdate m -> updated(m);
      case FromAgent.Pong m -> {}
      case FromAgent.Oversubscribed m -> {}
      case FromAgent.ExecutorTerminated m -> {}
      case FromAgent.ExecutorMessage m -> {}
      case FromAgent.OperationUpdate m -> updated(m);
      case FromAgent.ProvidersChanged m -> throw new AssertionError("there are none");
      case FromAgent.Unregister m -> throw new AssertionError("nobody sent it away");
    }
  }

  private void reregistered(FromAgent.Reregister report) {
    assertThat(report.agent().getId().getValue()).as("the agent's id").isEqualTo(AGENT.value());
    say(new ToAgent.Reregistered(AGENT, Duration.ofSeconds(75), List.copyOf(tornDown)));
    reregistered(report.resources());
    Map<TaskId, FromAgent.ReportedTask> reported =
        report.tasks().stream()
            .collect(Collectors.toMap(t -> TaskId.of(t.task().getTaskId()), t -> t));
    for (TaskId task : List.copyOf(launched.keySet())) {
      FromAgent.ReportedTask known = reported.get(task);
      boolean ended = TaskEnds.isEnd(state(task));
      if (known == null && !ended) {
        launched.put(task, TaskState.TASK_DROPPED);
      } else if (known != null && ended) {
        assertThat(known.latest().getState()).as("%s ended before", task).isEqualTo(state(task));
      } else if (known != null && toKill.contains(task)) {
        say(new ToAgent.KillTask(framework(task), task, Optional.empty()));
      }
    }
  }

  private FrameworkId framework(TaskId task) {
    return Optional.ofNullable(frameworks.get(task)).orElseThrow();
  }

  private TaskState state(TaskId task) {
    return state(task.value());
  }

  private void updated(FromAgent.StatusUpdate update) {
    TaskStatus status = update.status();
    TaskId task = TaskId.of(status.getTaskId());
    assertThat(byUuid.merge(status.getUuid(), status, (first, again) -> first))
        .as("an update that is sent again says the same")
        .isEqualTo(status);
    TaskState before = state(task);
    if (TaskEnds.isEnd(before)) {
      assertThat(status.getState()).as("%s was told to have ended", task).isEqualTo(before);
    }
    launched.put(task, status.getState());
    if (status.getState() == TaskState.TASK_RUNNING) {
      ranOnce.add(task);
    }
    say(new ToAgent.AcknowledgeUpdate(update.framework(), task, status.getUuid()));
  }

  private void expect(String framework, String task) {
    launched.put(new TaskId(task), TaskState.TASK_STAGING);
    frameworks.put(new TaskId(task), new FrameworkId(framework));
  }

  private static FrameworkInfo info(String framework) {
    return FrameworkInfo.newBuilder()
        .setId(new FrameworkId(framework).toProto())
        .setUser("u")
        .setName(framework)
        .addCapabilities(
            FrameworkInfo.Capability.newBuilder()
                .setType(FrameworkInfo.Capability.Type.PARTITION_AWARE))
        .build();
  }

  private static TaskInfo task(String id) {
    return TaskInfo.newBuilder()
        .setName(id)
        .setTaskId(new TaskId(id).toProto())
        .setAgentId(AGENT.toProto())
        .setCommand(CommandInfo.newBuilder().setValue("true"))
        .build();
  }
}

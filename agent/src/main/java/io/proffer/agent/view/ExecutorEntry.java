package io.proffer.agent.view;

import io.proffer.agent.container.ContainerId;
import io.proffer.agent.container.ContainerResources;
import io.proffer.agent.container.ContainerWork;
import io.proffer.agent.container.RunningContainer;
import io.proffer.agent.state.AgentTask;
import io.proffer.core.model.AgentId;
import io.proffer.core.model.ExecutorId;
import io.proffer.core.model.FrameworkId;
import io.proffer.core.model.TaskKey;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.apache.mesos.v1.Protos.ExecutorInfo;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.Value;

/** What is remembered of one run of an executor. */
final class ExecutorEntry {

  private static final int MAX_TASKS = 1_000;

  private final ExecutorId id;
  private final FrameworkId framework;
  private final ExecutorInfo info;
  private final boolean group;
  private final ContainerId container;
  private final String role;
  private final Map<TaskKey, TaskEntry> tasks = new LinkedHashMap<>();
  private boolean lives;
  private Optional<RunningContainer> running = Optional.empty();
  private int open;

  ExecutorEntry(
      ExecutorId id,
      FrameworkId framework,
      ExecutorInfo info,
      boolean group,
      ContainerId container,
      String role) {
    this.id = id;
    this.framework = framework;
    this.info = info;
    this.group = group;
    this.container = container;
    this.role = role;
  }

  static ExecutorEntry ofCommand(AgentTask task) {
    FrameworkId framework = task.key().framework();
    return new ExecutorEntry(
        task.executor(),
        framework,
        describe(task.info(), task.executor(), framework),
        false,
        task.container(),
        task.role());
  }

  /** For a task of a custom executor that has ended. */
  static ExecutorEntry ofHosted(AgentTask task) {
    FrameworkId framework = task.key().framework();
    return new ExecutorEntry(
        task.executor(),
        framework,
        task.info().getExecutor(),
        false,
        task.container(),
        task.role());
  }

  /**
   * What Mesos shows for the executor that its agents make for a command. Here no process stands
   * between the agent and the command: it is the command, and takes nothing of its own.
   */
  @SuppressWarnings("deprecation") // tools still read the source
  private static ExecutorInfo describe(TaskInfo task, ExecutorId id, FrameworkId framework) {
    CommandInfo command = task.getCommand();
    String text =
        command.getShell()
            ? "sh -c '" + command.getValue() + "'"
            : String.join(" ", command.getArgumentsList());
    return ExecutorInfo.newBuilder()
        .setExecutorId(id.toProto())
        .setFrameworkId(framework.toProto())
        .setCommand(asRun(command))
        .addResources(none("cpus"))
        .addResources(none("mem"))
        .setName(
            "Command Executor (Task: " + task.getTaskId().getValue() + ") (Command: " + text + ")")
        .setSource(task.getTaskId().getValue())
        .build();
  }

  /** The program and the arguments that a shell's command becomes. */
  private static CommandInfo asRun(CommandInfo command) {
    if (!command.getShell()) {
      return command;
    }
    return command.toBuilder()
        .setShell(false)
        .setValue("/bin/sh")
        .clearArguments()
        .addArguments("sh")
        .addArguments("-c")
        .addArguments(command.getValue())
        .build();
  }

  private static Resource none(String name) {
    return Resource.newBuilder()
        .setName(name)
        .setType(Value.Type.SCALAR)
        .setScalar(Value.Scalar.newBuilder().setValue(0))
        .build();
  }

  ContainerId container() {
    return container;
  }

  TaskEntry add(AgentTask task) {
    TaskEntry entry = new TaskEntry(task);
    tasks.put(task.key(), entry);
    open++;
    return entry;
  }

  Optional<TaskEntry> task(TaskKey key) {
    return Optional.ofNullable(tasks.get(key));
  }

  void forget(TaskKey key) {
    TaskEntry entry = tasks.get(key);
    if (entry == null) {
      return;
    }
    entry.forget();
    open--;
    if (tasks.size() > MAX_TASKS) {
      tasks.remove(tasks.keySet().iterator().next());
    }
  }

  /** Whether nothing of it is left but memory. */
  boolean over() {
    return open == 0 && !lives;
  }

  /** Whether it goes on without tasks. */
  void lives(boolean does) {
    lives = does;
    if (!does) {
      running = Optional.empty();
    }
  }

  /** It is a custom one, and its own container has started. */
  void runsIn(RunningContainer started) {
    running = Optional.of(started);
  }

  private Stream<ContainerView> ownContainer() {
    return running.stream()
        .map(
            r ->
                new ContainerView(
                    r,
                    Optional.empty(),
                    new ContainerWork.Executor(
                        info,
                        new ContainerResources(info.getResourcesList(), Map.of()),
                        Map.of())));
  }

  ExecutorView view(AgentId agent) {
    return new ExecutorView(
        id,
        framework,
        agent,
        info,
        group,
        container,
        role,
        tasks.values().stream().map(t -> t.view(agent)).toList(),
        Stream.concat(
                ownContainer(),
                tasks.values().stream().flatMap(t -> t.container(container).stream()))
            .toList());
  }
}

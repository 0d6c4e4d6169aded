package io.proffer.agent.kernel;

import io.proffer.agent.container.ContainerId;
import io.proffer.agent.container.ContainerSpec;
import io.proffer.agent.container.ContainerWork;
import io.proffer.agent.state.AgentEvent.FrameworkKnown;
import io.proffer.agent.state.AgentEvent.GroupAccepted;
import io.proffer.agent.state.AgentEvent.TaskAccepted;
import io.proffer.agent.state.AgentExecutor;
import io.proffer.agent.state.CustomExecutor;
import io.proffer.agent.state.ExecutorKey;
import io.proffer.agent.state.GroupExecutor;
import io.proffer.agent.state.GroupMembership;
import io.proffer.agent.state.ResourceProvider;
import io.proffer.core.model.AgentId;
import io.proffer.core.model.ExecutorId;
import io.proffer.core.model.FrameworkId;
import io.proffer.core.model.TaskId;
import io.proffer.core.model.TaskKey;
import io.proffer.core.protocol.link.FromAgent;
import io.proffer.core.protocol.link.ToAgent;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.ExecutorInfo;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskStatus;

/** Taking on tasks. A task the agent already holds is never launched again. */
final class Launches {

  private final ExecutorTasks hosted;
  private final Containers containers;
  private final Draining draining;

  Launches(ExecutorTasks hosted, Containers containers, Draining draining) {
    this.hosted = hosted;
    this.containers = containers;
    this.draining = draining;
  }

  void task(Step step, ToAgent.RunTask message) {
    TaskKey key = key(message.framework(), message.task());
    if (!takesTasks(step) || step.state().task(key).isPresent()) {
      return;
    }
    know(step, message.framework());
    if (!isDraining(step) && isOutdated(step, message.versions())) {
      boolean executor = message.task().hasExecutor() && !message.executorRuns();
      drop(step, message.framework(), List.of(message.task()), message.role());
      if (executor) {
        executorEnded(step, message.framework(), message.task().getExecutor());
      }
      return;
    }
    if (message.task().hasExecutor()) {
      accept(
          step,
          new ExecutorTasks.Arrival(
              key.framework(),
              message.task().getExecutor(),
              List.of(message.task()),
              false,
              message.role(),
              message.executorRuns()));
      return;
    }
    if (isDraining(step)) {
      draining.refuse(step, message);
      return;
    }
    ContainerId container = step.newContainerId();
    step.record(
        new TaskAccepted(
            key, message.task(), message.role(), Optional.empty(), container, step.now()));
    launch(
        step,
        container,
        Optional.empty(),
        message.framework(),
        new ExecutorId(key.task().value()),
        Optional.empty(),
        message.task(),
        message.role());
  }

  void group(Step step, ToAgent.RunTaskGroup message) {
    List<TaskInfo> unknown =
        message.tasks().stream()
            .filter(t -> step.state().task(key(message.framework(), t)).isEmpty())
            .toList();
    if (!takesTasks(step) || unknown.isEmpty()) {
      return;
    }
    know(step, message.framework());
    if (!isDraining(step) && isOutdated(step, message.versions())) {
      drop(step, message.framework(), unknown, message.role());
      if (!message.executorRuns()) {
        executorEnded(step, message.framework(), message.executor());
      }
      return;
    }
    if (isDraining(step) || isForeign(step, message)) {
      accept(
          step,
          new ExecutorTasks.Arrival(
              FrameworkId.of(message.framework().getId()),
              message.executor(),
              unknown,
              true,
              message.role(),
              message.executorRuns()));
      return;
    }
    GroupExecutor executor = executorFor(step, message);
    GroupMembership membership = new GroupMembership(executor.key(), executor.groups());
    for (TaskInfo task : unknown) {
      ContainerId container = step.newContainerId();
      step.record(
          new TaskAccepted(
              key(message.framework(), task),
              task,
              message.role(),
              Optional.of(membership),
              container,
              step.now()));
      launch(
          step,
          container,
          Optional.of(executor.container()),
          message.framework(),
          executor.key().executor(),
          Optional.of(executor.info()),
          task,
          message.role());
    }
  }

  private void accept(Step step, ExecutorTasks.Arrival arrival) {
    if (isDraining(step)) {
      draining.refuse(step, arrival);
    } else {
      hosted.accept(step, arrival);
    }
  }

  private static boolean isDraining(Step step) {
    return step.state().drain().isPresent();
  }

  /** Whether a resource provider has others than the master knew when it launched. */
  private static boolean isOutdated(Step step, List<ToAgent.ResourceVersion> versions) {
    return versions.stream()
        .anyMatch(
            v ->
                !step.state()
                    .providers()
                    .find(v.provider())
                    .flatMap(ResourceProvider::version)
                    .equals(Optional.of(v.uuid())));
  }

  private void drop(Step step, FrameworkInfo framework, List<TaskInfo> tasks, String role) {
    for (TaskInfo task : tasks) {
      TaskKey key = key(framework, task);
      step.record(
          new TaskAccepted(key, task, role, Optional.empty(), step.newContainerId(), step.now()));
      containers.dropped(
          step,
          step.state().task(key).orElseThrow(),
          TaskStatus.Reason.REASON_INVALID_OFFERS,
          "Task assumes outdated resource state");
    }
  }

  /** The master counts on one that was to be started. */
  private static void executorEnded(Step step, FrameworkInfo framework, ExecutorInfo executor) {
    step.perform(
        new AgentEffect.Send(
            new FromAgent.ExecutorTerminated(
                FrameworkId.of(framework.getId()), ExecutorId.of(executor.getExecutorId()), -1)));
  }

  /** Whether it is not for the built-in executor, or not for one that could run it now. */
  private static boolean isForeign(Step step, ToAgent.RunTaskGroup message) {
    if (message.executor().getType() == ExecutorInfo.Type.CUSTOM) {
      return true;
    }
    Optional<AgentExecutor> known = step.state().executor(executorKey(message));
    return known.isEmpty() ? message.executorRuns() : known.get() instanceof CustomExecutor;
  }

  private static ExecutorKey executorKey(ToAgent.RunTaskGroup message) {
    return new ExecutorKey(
        FrameworkId.of(message.framework().getId()),
        ExecutorId.of(message.executor().getExecutorId()));
  }

  private static GroupExecutor executorFor(Step step, ToAgent.RunTaskGroup message) {
    ExecutorKey key = executorKey(message);
    ContainerId container =
        step.state()
            .groupExecutor(key)
            .map(GroupExecutor::container)
            .orElseGet(step::newContainerId);
    step.record(new GroupAccepted(key, message.executor(), container, message.role(), step.now()));
    return step.state().groupExecutor(key).orElseThrow();
  }

  private static void launch(
      Step step,
      ContainerId container,
      Optional<ContainerId> parent,
      FrameworkInfo framework,
      ExecutorId executor,
      Optional<ExecutorInfo> groupExecutor,
      TaskInfo task,
      String role) {
    AgentId agent = step.state().id().orElseThrow();
    step.perform(
        new AgentEffect.LaunchContainer(
            new ContainerSpec(
                container,
                parent,
                agent,
                framework,
                executor,
                groupExecutor,
                new ContainerWork.Task(task),
                role)));
  }

  private static void know(Step step, FrameworkInfo framework) {
    Optional<FrameworkInfo> known = step.state().framework(FrameworkId.of(framework.getId()));
    if (known.isEmpty() || !known.get().equals(framework)) {
      step.record(new FrameworkKnown(framework));
    }
  }

  /** An agent without an id has no place for sandboxes; one that is ending takes nothing on. */
  private static boolean takesTasks(Step step) {
    return step.state().id().isPresent() && step.state().shutdownReason().isEmpty();
  }

  private static TaskKey key(FrameworkInfo framework, TaskInfo task) {
    return new TaskKey(FrameworkId.of(framework.getId()), TaskId.of(task.getTaskId()));
  }
}

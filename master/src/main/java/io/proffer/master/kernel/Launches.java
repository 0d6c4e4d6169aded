package io.proffer.master.kernel;

import io.proffer.core.model.ExecutorId;
import io.proffer.core.model.ProviderId;
import io.proffer.core.model.Resources;
import io.proffer.core.model.TaskId;
import io.proffer.core.model.TaskKey;
import io.proffer.core.protocol.link.ToAgent;
import io.proffer.master.state.Executor;
import io.proffer.master.state.MasterEvent.ExecutorLaunched;
import io.proffer.master.state.MasterEvent.TaskLaunched;
import io.proffer.master.state.Task;
import io.proffer.master.validation.GroupValidation;
import io.proffer.master.validation.LaunchTarget;
import io.proffer.master.validation.TaskValidation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.ExecutorInfo;
import org.apache.mesos.v1.Protos.HealthCheck;
import org.apache.mesos.v1.Protos.Offer.Operation;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;

/** LAUNCH and LAUNCH_GROUP. A task that may not be launched is answered with TASK_ERROR. */
final class Launches {
  private final Turn turn;

  Launches(Turn turn) {
    this.turn = turn;
  }

  /** Launches what may be launched of an operation; returns what that uses. */
  Resources launch(Operation operation, LaunchTarget target, Resources available) {
    List<TaskInfo> tasks = operation.getLaunch().getTaskInfosList();
    Optional<String> problem =
        operation.hasId()
            ? Optional.of("The `id` field cannot be set on LAUNCH operations")
            : Resources.problem(resourcesOf(tasks));
    if (problem.isPresent()) {
      refuse(tasks, TaskStatus.Reason.REASON_TASK_INVALID, problem.get(), target);
      return Resources.empty();
    }
    Resources used = Resources.empty();
    for (TaskInfo task : tasks) {
      used = used.plus(launch(completed(task, target), target, available.minus(used.nonShared())));
    }
    return used;
  }

  private Resources launch(TaskInfo task, LaunchTarget target, Resources available) {
    Resources resources = Resources.of(task.getResourcesList());
    Optional<String> problem = TaskValidation.problem(task, resources, target, available);
    if (problem.isPresent()) {
      refuse(List.of(task), TaskStatus.Reason.REASON_TASK_INVALID, problem.get(), target);
      return Resources.empty();
    }
    Resources used = resources;
    Optional<ExecutorId> executor = Optional.empty();
    boolean executorRuns = task.hasExecutor() && runs(task.getExecutor(), target);
    if (task.hasExecutor()) {
      executor = Optional.of(ExecutorId.of(task.getExecutor().getExecutorId()));
      used = used.plus(startExecutor(task.getExecutor(), target));
    }
    begin(task, resources, executor, target);
    turn.send(
        target.agent(),
        new ToAgent.RunTask(
            target.framework().info(), task, target.role(), executorRuns, versions(used, target)));
    return used;
  }

  /** Launches a group, all or nothing; returns what it uses. */
  Resources launchGroup(Operation operation, LaunchTarget target, Resources available) {
    ExecutorInfo executor = operation.getLaunchGroup().getExecutor();
    List<TaskInfo> tasks = new ArrayList<>();
    for (TaskInfo task : operation.getLaunchGroup().getTaskGroup().getTasksList()) {
      // Everyone who looks at a task finds its executor in it.
      tasks.add(task.hasExecutor() ? task : task.toBuilder().setExecutor(executor).build());
    }
    Optional<String> problem =
        operation.hasId()
            ? Optional.of("The `id` field cannot be set on LAUNCH_GROUP operations")
            : Resources.problem(executor.getResourcesList())
                .or(() -> Resources.problem(resourcesOf(tasks)))
                .or(() -> GroupValidation.problem(tasks, executor, target, available));
    if (problem.isPresent()) {
      refuse(tasks, TaskStatus.Reason.REASON_TASK_GROUP_INVALID, problem.get(), target);
      return Resources.empty();
    }
    boolean executorRuns = runs(executor, target);
    Resources used = startExecutor(executor, target);
    for (TaskInfo task : tasks) {
      Resources resources = Resources.of(task.getResourcesList());
      used = used.plus(resources);
      begin(task, resources, Optional.of(ExecutorId.of(executor.getExecutorId())), target);
    }
    turn.send(
        target.agent(),
        new ToAgent.RunTaskGroup(
            target.framework().info(),
            executor,
            tasks,
            target.role(),
            executorRuns,
            versions(used, target)));
    return used;
  }

  /** Of the resource providers whose resources are used. */
  private static List<ToAgent.ResourceVersion> versions(Resources used, LaunchTarget target) {
    return used.entries().stream()
        .flatMap(e -> e.provider().stream())
        .map(ProviderId::of)
        .distinct()
        .flatMap(id -> target.agent().provider(id).stream())
        .map(p -> new ToAgent.ResourceVersion(p.id(), p.version()))
        .toList();
  }

  private void begin(
      TaskInfo task, Resources resources, Optional<ExecutorId> executor, LaunchTarget target) {
    turn.happened(
        new TaskLaunched(
            new Task(
                new TaskKey(target.framework().id(), TaskId.of(task.getTaskId())),
                task,
                target.agent().id(),
                target.role(),
                resources,
                executor,
                TaskState.TASK_STAGING,
                List.of(),
                Optional.empty())));
  }

  /** Returns what the executor uses itself: nothing when it runs already. */
  private Resources startExecutor(ExecutorInfo info, LaunchTarget target) {
    if (runs(info, target)) {
      return Resources.empty();
    }
    Resources resources = Resources.of(info.getResourcesList());
    turn.happened(
        new ExecutorLaunched(
            new Executor(
                target.framework().id(), target.agent().id(), info, target.role(), resources)));
    return resources;
  }

  private static boolean runs(ExecutorInfo info, LaunchTarget target) {
    ExecutorId id = ExecutorId.of(info.getExecutorId());
    return target.state().executor(target.key(id)).isPresent();
  }

  private void refuse(
      List<TaskInfo> tasks, TaskStatus.Reason reason, String problem, LaunchTarget target) {
    for (TaskInfo task : tasks) {
      turn.send(
          target.framework(),
          SchedulerEvents.update(
              Statuses.ofRefused(task, TaskState.TASK_ERROR, reason, problem, turn.now())));
    }
  }

  private static List<Resource> resourcesOf(List<TaskInfo> tasks) {
    List<Resource> all = new ArrayList<>();
    for (TaskInfo task : tasks) {
      all.addAll(task.getResourcesList());
      all.addAll(task.getExecutor().getResourcesList());
    }
    return all;
  }

  /** Fills in what older clients leave out: an executor's framework, a health check's type. */
  private static TaskInfo completed(TaskInfo task, LaunchTarget target) {
    boolean namesNoFramework = task.hasExecutor() && !task.getExecutor().hasFrameworkId();
    boolean namesNoType = task.hasHealthCheck() && !task.getHealthCheck().hasType();
    if (!namesNoFramework && !namesNoType) {
      return task;
    }
    TaskInfo.Builder completed = task.toBuilder();
    if (namesNoFramework) {
      completed.getExecutorBuilder().setFrameworkId(target.framework().id().toProto());
    }
    HealthCheck check = task.getHealthCheck();
    if (namesNoType && check.hasCommand() != check.hasHttp()) {
      completed
          .getHealthCheckBuilder()
          .setType(check.hasCommand() ? HealthCheck.Type.COMMAND : HealthCheck.Type.HTTP);
    }
    return completed.build();
  }
}

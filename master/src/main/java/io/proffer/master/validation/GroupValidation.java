package io.proffer.master.validation;

import io.proffer.core.model.ExecutorId;
import io.proffer.core.model.Resources;
import io.proffer.master.state.Task;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.mesos.v1.Protos.ContainerInfo;
import org.apache.mesos.v1.Protos.ExecutorInfo;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.TaskInfo;

/** Whether a task group may be launched: all of it, or nothing. */
public final class GroupValidation {
  private static final long LEAST_CPU_MILLIS = 10;
  private static final long LEAST_MEM_MILLIS = 32_000;

  private GroupValidation() {}

  /**
   * Why a group may not be launched; empty if it may.
   *
   * @param tasks each with its executor set
   * @param available what is left of the accepted offers
   */
  public static Optional<String> problem(
      List<TaskInfo> tasks, ExecutorInfo executor, LaunchTarget target, Resources available) {
    Set<String> ids = new HashSet<>();
    for (TaskInfo task : tasks) {
      Optional<String> problem = problemOf(task, ids, target);
      if (problem.isPresent()) {
        return problem.map(why -> "Task '" + task.getTaskId().getValue() + "' is invalid: " + why);
      }
    }
    return ExecutorRules.problem(executor, target)
        .or(() -> problemOfKind(executor))
        .or(() -> problemOfDifference(tasks, executor))
        .or(() -> problemOfLeast(executor))
        .or(() -> problemOfTogether(tasks, executor))
        .or(() -> fits(tasks, executor, target, available))
        .or(() -> GroupRules.problemOfSharingExecutor(executor))
        .or(() -> problemOfSharing(tasks, executor, target));
  }

  private static Optional<String> problemOf(TaskInfo task, Set<String> ids, LaunchTarget target) {
    String id = task.getTaskId().getValue();
    return TaskValidation.problemOfTask(task, Resources.of(task.getResourcesList()), target)
        .or(() -> GroupRules.problemOfMember(task))
        .or(() -> ids.add(id) ? Optional.empty() : Optional.of("Task has duplicate ID: " + id));
  }

  private static Optional<String> problemOfKind(ExecutorInfo executor) {
    if (!executor.hasType()) {
      return Optional.of("'ExecutorInfo.type' must be set");
    }
    if (executor.getType() == ExecutorInfo.Type.UNKNOWN) {
      return Optional.of("Unknown executor type");
    }
    return executor.hasContainer() && executor.getContainer().getType() == ContainerInfo.Type.DOCKER
        ? Optional.of("Docker ContainerInfo is not supported on the executor")
        : Optional.empty();
  }

  private static Optional<String> problemOfDifference(List<TaskInfo> tasks, ExecutorInfo executor) {
    for (TaskInfo task : tasks) {
      if (task.hasExecutor() && !task.getExecutor().equals(executor)) {
        return Optional.of(
            String.format(
                "The `ExecutorInfo` of task '%s' is different from executor '%s'",
                task.getTaskId().getValue(), executor.getExecutorId().getValue()));
      }
    }
    return Optional.empty();
  }

  private static Optional<String> problemOfLeast(ExecutorInfo executor) {
    Resources resources = Resources.of(executor.getResourcesList());
    String id = executor.getExecutorId().getValue();
    if (resources.scalarMillis("cpus") < LEAST_CPU_MILLIS) {
      return Optional.of(less(id, "CPUs", amount(resources, "cpus", ""), "0.01"));
    }
    if (resources.scalarMillis("mem") < LEAST_MEM_MILLIS) {
      return Optional.of(less(id, "memory", amount(resources, "mem", "MB"), "32MB"));
    }
    return resources.scalarMillis("disk") == 0
        ? Optional.of("Executor '" + id + "' uses no disk")
        : Optional.empty();
  }

  private static String less(String id, String what, String amount, String least) {
    return String.format(
        "Executor '%s' uses less %s (%s) than the minimum required (%s)", id, what, amount, least);
  }

  private static String amount(Resources resources, String name, String unit) {
    return resources.scalarMillis(name) == 0 ? "None" : resources.scalar(name) + unit;
  }

  private static Optional<String> problemOfTogether(List<TaskInfo> tasks, ExecutorInfo executor) {
    List<Resource> asked = new ArrayList<>(executor.getResourcesList());
    Resources total = Resources.of(executor.getResourcesList());
    boolean overlap = false;
    for (TaskInfo task : tasks) {
      asked.addAll(task.getResourcesList());
      Resources resources = Resources.of(task.getResourcesList());
      overlap |= ResourceRules.overlap(total, resources);
      total = total.plus(resources);
    }
    Resources all = total;
    Optional<String> overlapping =
        overlap
            ? Optional.of(
                "There are overlapping resources in the task group's task resources and/or"
                    + " executor resources "
                    + Resources.of(executor.getResourcesList()))
            : Optional.empty();
    return ResourceRules.repeatedVolume(asked)
        .map(why -> "Task group and executor use duplicate persistence ID: " + why)
        .or(
            () ->
                ResourceRules.mixed(all)
                    .map(
                        why ->
                            "Task group and executor mix revocable and non-revocable resources: "
                                + why))
        .or(() -> overlapping);
  }

  private static Optional<String> fits(
      List<TaskInfo> tasks, ExecutorInfo executor, LaunchTarget target, Resources available) {
    boolean runs =
        target.state().executor(target.key(ExecutorId.of(executor.getExecutorId()))).isPresent();
    Resources total = runs ? Resources.empty() : Resources.of(executor.getResourcesList());
    for (TaskInfo task : tasks) {
      total = total.plus(Resources.of(task.getResourcesList()));
    }
    return available.suffices(total)
        ? Optional.empty()
        : Optional.of(
            "Total resources "
                + total.toString(target.role())
                + " required by task group and its executor are more than available "
                + available.toString(target.role()));
  }

  /** All tasks under one executor share their cgroups, or none does. */
  private static Optional<String> problemOfSharing(
      List<TaskInfo> tasks, ExecutorInfo executor, LaunchTarget target) {
    Set<Boolean> ways = new HashSet<>();
    for (TaskInfo task : tasks) {
      ways.add(GroupRules.sharesCgroups(task));
    }
    ExecutorId id = ExecutorId.of(executor.getExecutorId());
    if (target.state().executor(target.key(id)).isPresent()) {
      addWays(target.state().tasksOn(target.agent().id()), id, target, ways);
    }
    return ways.size() <= 1
        ? Optional.empty()
        : Optional.of(
            "If set, the value of 'share_cgroups' must be the same for all tasks in each task"
                + " group and under a single executor");
  }

  private static void addWays(
      Collection<Task> running, ExecutorId executor, LaunchTarget target, Set<Boolean> ways) {
    for (Task task : running) {
      if (task.key().framework().equals(target.framework().id())
          && task.executor().filter(executor::equals).isPresent()) {
        ways.add(GroupRules.sharesCgroups(task.info()));
      }
    }
  }
}

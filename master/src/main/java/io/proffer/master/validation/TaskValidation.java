package io.proffer.master.validation;

import io.proffer.core.model.ExecutorId;
import io.proffer.core.model.Resources;
import java.util.Optional;
import org.apache.mesos.v1.Protos.TaskInfo;

/**
 * Whether a task may be launched: checks in Mesos' order, each answering with the reason it
 * refuses. The first reason counts.
 */
public final class TaskValidation {
  private TaskValidation() {}

  /**
   * Why a task of a LAUNCH operation may not be launched; empty if it may.
   *
   * @param resources what the task asks for itself
   * @param available what is left of the accepted offers
   */
  public static Optional<String> problem(
      TaskInfo task, Resources resources, LaunchTarget target, Resources available) {
    return problemOfTask(task, resources, target)
        .or(() -> problemOfExecutor(task, resources, target, available))
        .or(() -> GroupRules.problemOfSharingAlone(task));
  }

  /** What holds for each task, alone or in a group. */
  static Optional<String> problemOfTask(TaskInfo task, Resources resources, LaunchTarget target) {
    return TaskIdentityRules.problem(task, target)
        .or(() -> DurationRules.problem(task))
        .or(() -> CheckRules.problem(task))
        .or(() -> HealthCheckRules.problem(task))
        .or(() -> ResourceRules.problemOfTask(task, resources, target.role()))
        .or(() -> CommandRules.problem(task))
        .or(() -> ContainerRules.problem(task))
        .or(() -> LimitRules.problem(task, resources));
  }

  private static Optional<String> problemOfExecutor(
      TaskInfo task, Resources resources, LaunchTarget target, Resources available) {
    if (task.hasExecutor() == task.hasCommand()) {
      return Optional.of(
          "Task should have at least one (but not both) of CommandInfo or ExecutorInfo present");
    }
    if (!task.hasExecutor()) {
      return fits(resources, target, available);
    }
    Optional<String> problem = ExecutorRules.problemOfCustom(task.getExecutor(), target);
    if (problem.isPresent()) {
      return problem;
    }
    Resources executor = Resources.of(task.getExecutor().getResourcesList());
    boolean runs =
        target
            .state()
            .executor(target.key(ExecutorId.of(task.getExecutor().getExecutorId())))
            .isPresent();
    return ResourceRules.problemOfTaskWithExecutor(task, resources, executor)
        .or(() -> fits(runs ? resources : resources.plus(executor), target, available));
  }

  private static Optional<String> fits(Resources wanted, LaunchTarget target, Resources available) {
    if (available.suffices(wanted)) {
      return Optional.empty();
    }
    return Optional.of(
        "Total resources "
            + wanted.toString(target.role())
            + " required by task and its executor is more than available "
            + available.toString(target.role()));
  }
}

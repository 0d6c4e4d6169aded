package io.proffer.master.validation;

import io.proffer.core.model.Entry;
import io.proffer.core.model.ExecutorId;
import io.proffer.core.model.Resources;
import io.proffer.master.state.Executor;
import java.util.Optional;
import org.apache.mesos.v1.Protos.ContainerInfo;
import org.apache.mesos.v1.Protos.ExecutorInfo;

/** What an executor must be, and that it is the same as the one that runs under its id. */
final class ExecutorRules {
  private ExecutorRules() {}

  /** What holds for each executor. */
  static Optional<String> problem(ExecutorInfo executor, LaunchTarget target) {
    return problemOfType(executor)
        .or(() -> IdRule.problem(executor.getExecutorId().getValue()))
        .or(() -> problemOfGracePeriod(executor))
        .or(() -> problemOfCommand(executor))
        .or(() -> problemOfContainer(executor))
        .or(() -> problemOfFramework(executor, target))
        .or(() -> problemOfResources(executor, target))
        .or(() -> problemOfCompatibility(executor, target));
  }

  /** What holds for an executor that a task of a LAUNCH operation brings with it. */
  static Optional<String> problemOfCustom(ExecutorInfo executor, LaunchTarget target) {
    Optional<String> problem = problem(executor, target);
    if (problem.isPresent()) {
      return problem;
    }
    if (executor.hasType() && executor.getType() != ExecutorInfo.Type.CUSTOM) {
      return Optional.of("'ExecutorInfo.type' must be 'CUSTOM'");
    }
    if (!executor.hasCommand()) {
      return Optional.of("'ExecutorInfo.command' must be set");
    }
    Resources resources = Resources.of(executor.getResourcesList());
    if (resources.entries().stream().anyMatch(Entry::isShared)) {
      return Optional.of(
          "Executor resources " + resources + " should not contain any shared resources");
    }
    return GroupRules.problemOfSharingExecutor(executor);
  }

  private static Optional<String> problemOfType(ExecutorInfo executor) {
    return switch (executor.getType()) {
      case DEFAULT -> problemOfDefault(executor);
      case CUSTOM ->
          executor.hasCommand()
              ? Optional.empty()
              : Optional.of("'ExecutorInfo.command' must be set for 'CUSTOM' executor");
      case UNKNOWN -> Optional.empty();
    };
  }

  private static Optional<String> problemOfDefault(ExecutorInfo executor) {
    if (executor.hasCommand()) {
      return Optional.of("'ExecutorInfo.command' must not be set for 'DEFAULT' executor");
    }
    if (!executor.hasContainer()) {
      return Optional.empty();
    }
    if (executor.getContainer().getType() != ContainerInfo.Type.MESOS) {
      return Optional.of("'ExecutorInfo.container.type' must be 'MESOS' for 'DEFAULT' executor");
    }
    return executor.getContainer().getMesos().hasImage()
        ? Optional.of("'ExecutorInfo.container.mesos.image' must not be set for 'DEFAULT' executor")
        : Optional.empty();
  }

  private static Optional<String> problemOfGracePeriod(ExecutorInfo executor) {
    return executor.getShutdownGracePeriod().getNanoseconds() < 0
        ? Optional.of("ExecutorInfo's 'shutdown_grace_period' must be non-negative")
        : Optional.empty();
  }

  private static Optional<String> problemOfCommand(ExecutorInfo executor) {
    return executor.hasCommand()
        ? CommandRules.problem(executor.getCommand())
            .map(why -> "Executor's `CommandInfo` is invalid: " + why)
        : Optional.empty();
  }

  private static Optional<String> problemOfContainer(ExecutorInfo executor) {
    return executor.hasContainer()
        ? ContainerRules.problem(executor.getContainer())
            .map(why -> "Executor's `ContainerInfo` is invalid: " + why)
        : Optional.empty();
  }

  private static Optional<String> problemOfFramework(ExecutorInfo executor, LaunchTarget target) {
    if (!executor.hasFrameworkId()) {
      return Optional.of("'ExecutorInfo.framework_id' must be set");
    }
    String expected = target.framework().id().value();
    String actual = executor.getFrameworkId().getValue();
    return actual.equals(expected)
        ? Optional.empty()
        : Optional.of(
            String.format(
                "ExecutorInfo has an invalid FrameworkID (Actual: %s vs Expected: %s)",
                actual, expected));
  }

  private static Optional<String> problemOfResources(ExecutorInfo executor, LaunchTarget target) {
    return ResourceRules.problemOfExecutor(
        executor, Resources.of(executor.getResourcesList()), target.role());
  }

  private static Optional<String> problemOfCompatibility(
      ExecutorInfo executor, LaunchTarget target) {
    Optional<Executor> running =
        target.state().executor(target.key(ExecutorId.of(executor.getExecutorId())));
    if (running.isEmpty() || running.get().info().equals(executor)) {
      return Optional.empty();
    }
    String line = "------------------------------------------------------------\n";
    return Optional.of(
        "ExecutorInfo is not compatible with existing ExecutorInfo with same ExecutorID.\n"
            + line
            + "Existing ExecutorInfo:\n"
            + running.get().info()
            + line
            + "ExecutorInfo:\n"
            + executor
            + line);
  }
}

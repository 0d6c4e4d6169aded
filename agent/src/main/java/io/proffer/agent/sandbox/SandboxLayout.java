package io.proffer.agent.sandbox;

import io.proffer.agent.container.ContainerId;
import io.proffer.agent.container.ContainerSpec;
import io.proffer.core.model.AgentId;
import io.proffer.core.model.ExecutorId;
import io.proffer.core.model.FrameworkId;
import java.nio.file.Path;

/**
 * Names of the directories below the work directory. Those of sandboxes are {@code
 * <work>/slaves/<agent>/frameworks/<framework>/executors/<executor>/runs/<container>}, and below
 * that {@code containers/<container>} for a task of a group.
 */
public record SandboxLayout(Path workDir) {

  public SandboxLayout {
    workDir = workDir.toAbsolutePath().normalize();
  }

  /**
   * @throws IllegalArgumentException when an id cannot be the name of a directory
   */
  public Path sandbox(ContainerSpec spec) {
    Path run = run(spec);
    return spec.parent().isPresent() ? run.resolve("containers").resolve(name(spec.id())) : run;
  }

  /** The directory of the run of the executor that a container belongs to. */
  public Path run(ContainerSpec spec) {
    return run(spec.agent(), spec.frameworkId(), spec.executor(), spec.parent().orElse(spec.id()));
  }

  /** The directory of one run of an executor. */
  public Path run(
      AgentId agent, FrameworkId framework, ExecutorId executor, ContainerId container) {
    return runs(agent, framework, executor).resolve(name(container));
  }

  /** The directory that has all sandboxes of all agents that were here. */
  public Path slaves() {
    return workDir.resolve("slaves");
  }

  /** The directory in which is kept how processes ended. */
  public Path exits() {
    return workDir.resolve("meta").resolve("exits");
  }

  /** The directory in which are kept the namespaces that processes of a pod share. */
  public Path pods() {
    return workDir.resolve("meta").resolve("pods");
  }

  /** The directory in which is kept which container has which GPU. */
  public Path gpus() {
    return workDir.resolve("meta").resolve("gpus");
  }

  /** The directory that has all runs of an executor, and {@code latest}. */
  public Path runs(AgentId agent, FrameworkId framework, ExecutorId executor) {
    return slaves()
        .resolve(name(agent.value()))
        .resolve("frameworks")
        .resolve(name(framework.value()))
        .resolve("executors")
        .resolve(name(executor.value()))
        .resolve("runs");
  }

  private static String name(ContainerId container) {
    return name(container.value());
  }

  private static String name(String id) {
    if (id.isEmpty()
        || id.equals(".")
        || id.equals("..")
        || id.contains("/")
        || id.indexOf(0) >= 0) {
      throw new IllegalArgumentException("'" + id + "' cannot be the name of a directory");
    }
    return id;
  }
}

package io.proffer.agent.sandbox;

import io.proffer.agent.container.ContainerId;
import io.proffer.agent.container.ContainerSpec;
import io.proffer.agent.container.LaunchFailure;
import io.proffer.agent.runtime.LaunchException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Makes sandbox directories. */
public final class Sandboxes {

  private final SandboxLayout layout;

  public Sandboxes(SandboxLayout layout) {
    this.layout = layout;
  }

  public SandboxLayout layout() {
    return layout;
  }

  /**
   * Makes the sandbox of a container, and lets {@code runs/latest}, or for a task of a group {@code
   * tasks/<task id>}, point to it.
   *
   * @throws LaunchException of kind SANDBOX when it cannot be made
   */
  public Path create(ContainerSpec spec) throws LaunchException {
    Path sandbox;
    try {
      sandbox = layout.sandbox(spec);
    } catch (IllegalArgumentException e) {
      throw new LaunchException(LaunchFailure.Kind.SANDBOX, "no sandbox: " + e.getMessage());
    }
    try {
      Files.createDirectories(sandbox);
      Path run = layout.run(spec);
      point(
          run.resolveSibling("latest"),
          Path.of(spec.parent().orElse(spec.id()).value()),
          spec.id());
      if (spec.parent().isPresent()) {
        Files.createDirectories(run.resolve("tasks"));
        point(
            run.resolve("tasks").resolve(spec.task().orElseThrow().getTaskId().getValue()),
            Path.of("..", "containers", spec.id().value()),
            spec.id());
      }
      return sandbox;
    } catch (IOException e) {
      throw new LaunchException(
          LaunchFailure.Kind.SANDBOX,
          "the sandbox directory " + sandbox + " cannot be made: " + IoTrouble.describe(e));
    }
  }

  /** Replaces the link in one step: whoever follows it finds the old or the new directory. */
  private static void point(Path link, Path target, ContainerId unique) throws IOException {
    Path fresh = link.resolveSibling("." + link.getFileName() + "-" + unique);
    try {
      Files.createSymbolicLink(fresh, target);
    } catch (FileAlreadyExistsException e) {
      return; // left by an agent that died here; the next container will do
    }
    Files.move(fresh, link, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}

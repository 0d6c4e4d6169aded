package io.proffer.agent.sandbox;

import io.proffer.agent.container.ContainerId;
import io.proffer.agent.container.ContainerSpec;
import io.proffer.agent.container.LaunchFailure;
import io.proffer.agent.runtime.LaunchException;
import io.proffer.agent.sandbox.logs.LogLimits;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Makes sandbox directories. */
public final class Sandboxes {

  private static final int ATTEMPTS = 3;

  private final SandboxLayout layout;
  private final LogLimits logs;

  public Sandboxes(SandboxLayout layout) {
    this(layout, LogLimits.defaults());
  }

  /**
   * @param logs how much is kept of what is printed into them
   */
  public Sandboxes(SandboxLayout layout, LogLimits logs) {
    this.layout = layout;
    this.logs = logs;
  }

  /** How much is kept of what is printed into sandboxes. */
  public LogLimits logs() {
    return logs;
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
      makeDirectories(sandbox);
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

  /** A directory above may be removed, being empty, while this is about to fill it. */
  private static void makeDirectories(Path sandbox) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        Files.createDirectories(sandbox);
        return;
      } catch (NoSuchFileException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
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

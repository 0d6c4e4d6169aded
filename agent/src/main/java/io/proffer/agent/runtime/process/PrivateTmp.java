package io.proffer.agent.runtime.process;

import io.proffer.agent.container.LaunchFailure;
import io.proffer.agent.runtime.LaunchException;
import io.proffer.agent.sandbox.IoTrouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/** A {@code /tmp} that only one task sees; it is kept in the sandbox, and goes with it. */
final class PrivateTmp {

  /** Its name in the sandbox. */
  static final String DIRECTORY = ".tmp";

  private static final Path TMP = Path.of("/tmp");

  private PrivateTmp() {}

  /** Why tasks cannot have one; empty when they can. */
  static Optional<String> unavailable(ProcessRuntimeSettings settings, Privileges privileges) {
    return settings.sandboxes().layout().workDir().startsWith(TMP)
        ? Optional.of("the agent's work directory is below /tmp and would be hidden")
        : privileges.noNamespaces();
  }

  /** Makes it, if it is not there. */
  static BindMount in(Path sandbox) throws LaunchException {
    Path directory = sandbox.resolve(DIRECTORY);
    try {
      // What was fetched into the sandbox may have put a link here.
      if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
        Files.createDirectory(directory);
        Files.setAttribute(directory, "unix:mode", 01777);
      }
      return new BindMount(directory, TMP, false);
    } catch (IOException e) {
      throw new LaunchException(
          LaunchFailure.Kind.SANDBOX,
          "the task's own /tmp cannot be made: " + IoTrouble.describe(e));
    }
  }
}

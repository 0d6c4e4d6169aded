package io.proffer.master.validation;

import java.util.Optional;
import org.apache.mesos.v1.Protos.CommandInfo;

/** What checks and health checks have in common. */
final class ProbeRules {
  private ProbeRules() {}

  static Optional<String> negative(String field, double seconds) {
    return seconds < 0
        ? Optional.of("Expecting '" + field + "' to be non-negative")
        : Optional.empty();
  }

  static Optional<String> problemOfCommand(String kind, String owner, CommandInfo command) {
    if (!command.hasValue()) {
      return Optional.of(
          kind + " must contain " + (command.getShell() ? "'shell command'" : "'executable path'"));
    }
    return CommandRules.problem(command).map(why -> owner + "'s `CommandInfo` is invalid: " + why);
  }

  static Optional<String> problemOfPath(String kind, boolean hasPath, String path) {
    return hasPath && !path.startsWith("/")
        ? Optional.of("The path '" + path + "' of " + kind + " must start with '/'")
        : Optional.empty();
  }
}

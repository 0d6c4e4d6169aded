package io.proffer.master.validation;

import java.util.Optional;
import org.apache.mesos.v1.Protos.CheckInfo;
import org.apache.mesos.v1.Protos.TaskInfo;

/** A task's check is well formed. */
final class CheckRules {
  private CheckRules() {}

  static Optional<String> problem(TaskInfo task) {
    return task.hasCheck()
        ? problem(task.getCheck()).map(why -> "Task uses invalid check: " + why)
        : Optional.empty();
  }

  private static Optional<String> problem(CheckInfo check) {
    if (!check.hasType()) {
      return Optional.of("CheckInfo must specify 'type'");
    }
    return problemOfType(check)
        .or(() -> ProbeRules.negative("delay_seconds", check.getDelaySeconds()))
        .or(() -> ProbeRules.negative("interval_seconds", check.getIntervalSeconds()))
        .or(() -> ProbeRules.negative("timeout_seconds", check.getTimeoutSeconds()));
  }

  private static Optional<String> problemOfType(CheckInfo check) {
    return switch (check.getType()) {
      case COMMAND ->
          check.hasCommand()
              ? ProbeRules.problemOfCommand(
                  "Command check", "Check", check.getCommand().getCommand())
              : Optional.of("Expecting 'command' to be set for COMMAND check");
      case HTTP ->
          check.hasHttp()
              ? ProbeRules.problemOfPath(
                  "HTTP check", check.getHttp().hasPath(), check.getHttp().getPath())
              : Optional.of("Expecting 'http' to be set for HTTP check");
      case TCP ->
          check.hasTcp()
              ? Optional.empty()
              : Optional.of("Expecting 'tcp' to be set for TCP check");
      case UNKNOWN -> Optional.of("'UNKNOWN' is not a valid check type");
    };
  }
}

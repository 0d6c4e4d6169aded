package io.proffer.master.validation;

import java.util.Optional;
import org.apache.mesos.v1.Protos.HealthCheck;
import org.apache.mesos.v1.Protos.TaskInfo;

/** A task's health check is well formed. */
final class HealthCheckRules {
  private HealthCheckRules() {}

  static Optional<String> problem(TaskInfo task) {
    return task.hasHealthCheck()
        ? problem(task.getHealthCheck()).map(why -> "Task uses invalid health check: " + why)
        : Optional.empty();
  }

  private static Optional<String> problem(HealthCheck check) {
    if (!check.hasType()) {
      return Optional.of("HealthCheck must specify 'type'");
    }
    return problemOfType(check)
        .or(() -> ProbeRules.negative("delay_seconds", check.getDelaySeconds()))
        .or(() -> ProbeRules.negative("grace_period_seconds", check.getGracePeriodSeconds()))
        .or(() -> ProbeRules.negative("interval_seconds", check.getIntervalSeconds()))
        .or(() -> ProbeRules.negative("timeout_seconds", check.getTimeoutSeconds()));
  }

  private static Optional<String> problemOfType(HealthCheck check) {
    return switch (check.getType()) {
      case COMMAND ->
          check.hasCommand()
              ? ProbeRules.problemOfCommand(
                  "Command health check", "Health check", check.getCommand())
              : Optional.of("Expecting 'command' to be set for COMMAND health check");
      case HTTP ->
          check.hasHttp()
              ? problemOfHttp(check.getHttp())
              : Optional.of("Expecting 'http' to be set for HTTP health check");
      case TCP ->
          check.hasTcp()
              ? Optional.empty()
              : Optional.of("Expecting 'tcp' to be set for TCP health check");
      case UNKNOWN -> Optional.of("'UNKNOWN' is not a valid health check type");
    };
  }

  private static Optional<String> problemOfHttp(HealthCheck.HTTPCheckInfo http) {
    if (http.hasScheme() && !http.getScheme().equals("http") && !http.getScheme().equals("https")) {
      return Optional.of("Unsupported HTTP health check scheme: '" + http.getScheme() + "'");
    }
    return ProbeRules.problemOfPath("HTTP health check", http.hasPath(), http.getPath());
  }
}

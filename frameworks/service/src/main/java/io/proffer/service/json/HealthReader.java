package io.proffer.service.json;

import io.proffer.service.model.AppSpec;
import io.proffer.service.model.HealthCheck;
import java.time.Duration;
import java.util.Optional;

/** Reads health checks. */
final class HealthReader {

  private static final int MAX = 1_000_000_000;

  private HealthReader() {}

  static HealthCheck check(Fields f) {
    Optional<String> command = f.object("command", c -> c.requiredText("value"));
    HealthCheck.Protocol protocol =
        f.choice(
            "protocol",
            command.isPresent() ? HealthCheck.Protocol.COMMAND : HealthCheck.Protocol.HTTP,
            Enum::name,
            HealthCheck.Protocol.values());
    if ((protocol == HealthCheck.Protocol.COMMAND) != command.isPresent()) {
      f.broken("command", "a command belongs to protocol COMMAND, and only to that");
    }
    Optional<Integer> port = f.integer("port", 0, 65_535);
    Optional<Integer> index = f.integer("portIndex", 0, MAX);
    if (port.isPresent() && index.isPresent()) {
      f.broken("", "HealthCheck must specify either port or portIndex, not both");
    }
    return new HealthCheck(
        protocol,
        f.text("path"),
        port,
        index,
        command,
        seconds(f, "gracePeriodSeconds", 300),
        seconds(f, "intervalSeconds", 60),
        seconds(f, "timeoutSeconds", 20),
        seconds(f, "delaySeconds", 15),
        f.integer("maxConsecutiveFailures", 3, 0, MAX),
        f.flag("ignoreHttp1xx", false),
        f.text("ipProtocol", "IPv4").equals("IPv6"));
  }

  private static Duration seconds(Fields f, String name, int unset) {
    return Duration.ofSeconds(f.integer(name, unset, 0, MAX));
  }

  /** A check looks at a port that there is. */
  static void checkPorts(Fields app, AppSpec spec) {
    for (HealthCheck check : spec.healthChecks()) {
      boolean looks = check.protocol() != HealthCheck.Protocol.COMMAND && check.port().isEmpty();
      if (looks && check.portIndex().orElse(0) >= spec.ports().size()) {
        app.broken(
            "healthChecks(" + spec.healthChecks().indexOf(check) + ")",
            "Health check port indices must address an element of the ports array or container"
                + " port mappings.");
      }
    }
  }
}

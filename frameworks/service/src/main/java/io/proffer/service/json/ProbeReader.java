package io.proffer.service.json;

import io.proffer.service.model.AppSpec;
import io.proffer.service.model.Container;
import io.proffer.service.model.HealthCheck;
import io.proffer.service.model.Probes;
import io.proffer.service.model.ReadinessCheck;
import io.proffer.service.model.TaskCheck;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Reads how instances are looked at. */
final class ProbeReader {

  private static final int MAX = 1_000_000_000;
  private static final int MAX_PORT = 65_535;

  private enum Scheme {
    HTTP,
    HTTPS
  }

  private ProbeReader() {}

  static Probes probes(Fields app) {
    List<ReadinessCheck> readiness = app.objects("readinessChecks", ProbeReader::readiness);
    if (readiness.size() > 1) {
      app.broken("readinessChecks", "got " + readiness.size() + ", expected 1 or less");
    }
    return new Probes(
        app.objects("healthChecks", HealthReader::check),
        app.object("check", ProbeReader::check),
        readiness);
  }

  private static ReadinessCheck readiness(Fields f) {
    boolean tls = tls(f, "protocol");
    Duration interval = Duration.ofSeconds(f.integer("intervalSeconds", 30, 0, MAX));
    Duration timeout = Duration.ofSeconds(f.integer("timeoutSeconds", 10, 1, MAX));
    if (timeout.compareTo(interval) >= 0) {
      f.broken(
          "timeoutSeconds",
          "got " + timeout.toSeconds() + ", expected less than " + interval.toSeconds());
    }
    return new ReadinessCheck(
        f.text("name", "readinessCheck"),
        tls,
        path(f).orElse("/"),
        f.text("portName", "http-api"),
        interval,
        timeout,
        codes(f),
        f.flag("preserveLastResponse", false));
  }

  private static List<Integer> codes(Fields f) {
    List<Integer> codes =
        f.list(
            "httpStatusCodesForReady",
            (node, where) -> {
              if (!node.isIntegralNumber()) {
                f.problems().wrongType(where, "error.expected.jsnumber");
              } else if (node.asInt() < 100 || node.asInt() > 999) {
                f.problems().broken(where, "must be between 100 and 999");
              }
              return node.asInt();
            });
    if (f.has("httpStatusCodesForReady") && codes.isEmpty()) {
      f.broken("httpStatusCodesForReady", "error.minItems: must not be empty");
    }
    return codes.isEmpty() ? List.of(200) : codes;
  }

  private static boolean tls(Fields f, String name) {
    return f.choice(name, Scheme.HTTP, Enum::name, Scheme.values()) == Scheme.HTTPS;
  }

  private static Optional<String> path(Fields f) {
    Optional<String> path = f.text("path");
    path.filter(p -> !p.startsWith("/")).ifPresent(p -> f.broken("path", "must begin with '/'"));
    return path;
  }

  private static TaskCheck check(Fields f) {
    Optional<TaskCheck.Look> http =
        f.object("http", h -> new TaskCheck.Http(port(h), path(h), tls(h, "scheme")));
    Optional<TaskCheck.Look> tcp = f.object("tcp", t -> new TaskCheck.Tcp(port(t)));
    Optional<TaskCheck.Look> exec =
        f.object(
            "exec", e -> e.object("command", ProbeReader::command).orElseGet(() -> noCommand(e)));
    List<TaskCheck.Look> looks =
        List.of(http, tcp, exec).stream().flatMap(Optional::stream).toList();
    if (looks.size() != 1) {
      f.broken("", "Only one of http, tcp, or command may be specified");
    }
    return new TaskCheck(
        looks.isEmpty() ? new TaskCheck.Exec(true, List.of("true")) : looks.getFirst(),
        seconds(f, "intervalSeconds", 60),
        seconds(f, "timeoutSeconds", 20),
        seconds(f, "delaySeconds", 15));
  }

  private static TaskCheck.Look noCommand(Fields exec) {
    if (!exec.has("command")) {
      exec.problems().wrongType(exec.at("command"), "error.path.missing");
    }
    return new TaskCheck.Exec(true, List.of("true"));
  }

  /** A command as pods write it: a line for a shell, or words. */
  static TaskCheck.Look command(Fields f) {
    Optional<String> shell = f.text("shell");
    List<String> words = f.textList("argv");
    if (shell.isPresent() == !words.isEmpty()) {
      f.broken("", "must have either shell or argv");
    }
    return new TaskCheck.Exec(shell.isPresent(), shell.map(List::of).orElse(words));
  }

  private static TaskCheck.Port port(Fields f) {
    Optional<Integer> number = f.integer("port", 0, MAX_PORT);
    Optional<Integer> index = f.integer("portIndex", 0, MAX_PORT);
    if (number.isPresent() && index.isPresent()) {
      f.broken("", "must specify either port or portIndex, not both");
    }
    return new TaskCheck.Port(number, index.orElse(0));
  }

  private static Duration seconds(Fields f, String name, int unset) {
    return Duration.ofSeconds(f.integer(name, unset, 0, MAX));
  }

  /** What holds of probes and the rest of the app together. */
  static void check(Fields app, AppSpec spec) {
    HealthReader.checkPorts(app, spec);
    List<HealthCheck> health = spec.healthChecks();
    long forAgents = health.stream().filter(check -> check.protocol().isForAgents()).count();
    if (forAgents > 1) {
      app.broken("", "AppDefinition can contain at most one Mesos health check");
    }
    boolean docker = spec.container().filter(c -> c.type() == Container.Type.DOCKER).isPresent();
    each(
        app,
        "healthChecks",
        health,
        check ->
            check.ipv6() && !(check.protocol().isForAgents() && docker)
                ? Optional.of(
                    "IPv6 can only be used for container type DOCKER and Mesos http/https/tcp"
                        + " health checks")
                : Optional.empty());
    List<ReadinessCheck> readiness = spec.probes().readiness();
    for (int i = 0; i < readiness.size(); i++) {
      String port = readiness.get(i).portName();
      if (spec.ports().stream().noneMatch(p -> p.name().equals(Optional.of(port)))) {
        app.broken(
            "readinessChecks(" + i + ")/portName",
            "No port definition reference for portName " + port);
      }
    }
    spec.probes()
        .check()
        .flatMap(check -> lookedAt(check.look()))
        .filter(port -> port.number().isEmpty() && port.index() >= spec.ports().size())
        .ifPresent(
            port ->
                app.broken(
                    "check", "portIndex must address an element of the ports or port mappings"));
  }

  private static Optional<TaskCheck.Port> lookedAt(TaskCheck.Look look) {
    return switch (look) {
      case TaskCheck.Http http -> Optional.of(http.port());
      case TaskCheck.Tcp tcp -> Optional.of(tcp.port());
      case TaskCheck.Exec exec -> Optional.empty();
    };
  }

  private static <T> void each(
      Fields app, String name, List<T> all, Function<T, Optional<String>> problem) {
    for (int i = 0; i < all.size(); i++) {
      String at = name + "(" + i + ")";
      problem.apply(all.get(i)).ifPresent(rule -> app.broken(at, rule));
    }
  }
}

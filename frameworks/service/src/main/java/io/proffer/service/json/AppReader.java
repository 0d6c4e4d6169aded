package io.proffer.service.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.service.model.Amounts;
import io.proffer.service.model.App;
import io.proffer.service.model.AppSpec;
import io.proffer.service.model.Container;
import io.proffer.service.model.Fetch;
import io.proffer.service.model.HealthCheck;
import io.proffer.service.model.Network;
import io.proffer.service.model.PathId;
import io.proffer.service.model.PortDefinition;
import io.proffer.service.model.Run;
import io.proffer.service.model.VersionInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads app JSON without deprecated forms, with Marathon's defaults and rules. Thread-safe. */
public final class AppReader {

  /** What an answer says besides the app, and what a client may thus send back. */
  private static final String[] READ_ONLY = {
    "version",
    "versionInfo",
    "tasksStaged",
    "tasksRunning",
    "tasksHealthy",
    "tasksUnhealthy",
    "deployments",
    "tasks",
    "taskStats",
    "lastTaskFailure",
    "readinessCheckResults"
  };

  private static final String SINGLE_INSTANCE = "MARATHON_SINGLE_INSTANCE_APP";

  /** What is left of a task's id. */
  private static final int MAX_ID_LENGTH = 190;

  private static final int MAX_URI_LENGTH = 1024;
  private static final int SECONDS_MAX = 1_000_000_000;

  private final String role;

  /**
   * @param role the framework's, which apps have unless they name it themselves
   */
  public AppReader(String role) {
    this.role = role;
  }

  /** A copy of app JSON, or of a part of it, in the forms that {@link #read} takes. */
  public static ObjectNode normalised(ObjectNode written, String path, Problems problems) {
    return DeprecatedForms.replaced(written, path, problems);
  }

  /**
   * Reads an app as a person sent it.
   *
   * @param id where the app is to be, whatever the JSON says
   * @param at the path of the JSON in the document, empty for all of it
   */
  public App read(ObjectNode json, PathId id, String at, Problems problems) {
    Fields fields = new Fields(json, at, problems);
    fields.ignore(READ_ONLY);
    fields.ignore("id");
    App app = app(fields, id);
    fields.refuseOthers();
    return app;
  }

  /** Reads an app that {@link AppWriter} has written. */
  public App readStored(ObjectNode json) throws InvalidObjectException {
    Problems problems = new Problems();
    App app = read(json, PathId.of(json.path("id").asText()), "", problems);
    problems.orThrow();
    JsonNode info = json.path("versionInfo");
    return app.withVersions(
        new VersionInfo(
            Instant.parse(json.path("version").asText()),
            Instant.parse(info.path("lastScalingAt").asText()),
            Instant.parse(info.path("lastConfigChangeAt").asText())));
  }

  private App app(Fields f, PathId id) {
    String rule = PathId.problem(id.toString()).orElse("");
    if (!rule.isEmpty()) {
      f.broken("id", rule);
    } else if (id.isRoot()) {
      f.broken("id", "Path must contain at least one path element");
    } else if (id.safe().length() > MAX_ID_LENGTH) {
      f.broken("id", "must be at most " + MAX_ID_LENGTH + " characters long");
    }
    int instances = f.integer("instances", 1, 0, Integer.MAX_VALUE);
    Map<String, String> labels = f.texts("labels");
    boolean single = Boolean.parseBoolean(labels.get(SINGLE_INSTANCE));
    if (single && instances > 1) {
      f.broken("instances", "Single instance app may only have one instance");
    }
    AppSpec spec = spec(f, id, labels, single);
    return new App(id, spec, instances, VersionInfo.configuredAt(Instant.EPOCH));
  }

  private AppSpec spec(Fields f, PathId id, Map<String, String> labels, boolean single) {
    refuseWhatIsNotThereYet(f);
    Optional<Container> container = f.object("container", ContainerReader::container);
    List<Network> networks = ContainerReader.networks(f, container);
    container = container.map(c -> ContainerReader.withDefaultPort(f, c, networks));
    List<PortDefinition> definitions = ContainerReader.portDefinitions(f, networks);
    AppSpec spec =
        new AppSpec(
            run(f, container),
            amounts(f),
            environment(f),
            labels,
            ConstraintReader.constraints(f),
            container,
            definitions,
            f.flag("requirePorts", false),
            networks,
            f.objects("fetch", AppReader::fetch),
            f.objects("healthChecks", HealthReader::check),
            SchedulingReader.upgradeStrategy(f, single),
            SchedulingReader.backoff(f),
            SchedulingReader.unreachable(f),
            SchedulingReader.killSelection(f),
            f.integer("taskKillGracePeriodSeconds", 0, SECONDS_MAX).map(Duration::ofSeconds),
            dependencies(f, id),
            role(f),
            acceptedRoles(f));
    HealthReader.checkPorts(f, spec);
    if (spec.healthChecks().size() > 1) {
      f.broken("healthChecks", "more than one health check is not supported yet");
    }
    if (spec.healthChecks().stream().anyMatch(HealthCheck::ipv6) && container.isEmpty()) {
      f.broken("healthChecks", "IPv6 can only be used for container/docker");
    }
    return spec;
  }

  private static void refuseWhatIsNotThereYet(Fields f) {
    f.refuse("secrets", "secrets are");
    f.refuse("readinessChecks", "readiness checks are");
    f.refuse("check", "checks are");
    f.refuse("resourceLimits", "resource limits are");
    f.refuse("executorResources", "resources for executors are");
    f.refuse("proffer", "extensions under 'proffer' are");
    if (f.flag("tty", false)) {
      f.broken("tty", "a terminal is not supported yet");
    }
    String executor = f.text("executor", "");
    if (!executor.isEmpty() && !executor.equals("//cmd")) {
      f.broken("executor", "executors of one's own are not supported yet; leave it empty");
    }
  }

  private static Run run(Fields f, Optional<Container> container) {
    Optional<String> cmd = f.text("cmd");
    List<String> args = f.textList("args");
    boolean image = container.flatMap(Container::docker).isPresent();
    if (cmd.filter(line -> line.isBlank()).isPresent()) {
      f.broken("cmd", "must not be empty");
    }
    if ((cmd.isPresent() && !args.isEmpty()) || (cmd.isEmpty() && args.isEmpty() && !image)) {
      f.broken(
          "", "AppDefinition must either contain one of 'cmd' or 'args', and/or a 'container'.");
    }
    return new Run(cmd, args, f.text("user").filter(user -> !user.isEmpty()));
  }

  private static Amounts amounts(Fields f) {
    Amounts amounts =
        new Amounts(
            f.number("cpus", 1, 0),
            f.number("mem", 128, 0),
            f.number("disk", 0, 0),
            f.integer("gpus", 0, 0, Integer.MAX_VALUE));
    if (amounts.gpus() > 0) {
      f.broken("gpus", "GPUs are not supported yet");
    }
    return amounts;
  }

  private static Map<String, String> environment(Fields f) {
    Optional<ObjectNode> env = f.object("env");
    boolean secret = false;
    for (JsonNode value : env.map(e -> (Iterable<JsonNode>) e).orElse(List.of())) {
      secret |= value.isObject();
    }
    if (secret) {
      f.broken("env", "secrets are not supported yet");
      return Map.of();
    }
    Map<String, String> texts = f.texts("env");
    texts.keySet().stream()
        .filter(String::isEmpty)
        .forEach(name -> f.broken("env", "must not be empty"));
    return texts;
  }

  private static Fetch fetch(Fields f) {
    String uri = f.requiredText("uri");
    if (uri.length() > MAX_URI_LENGTH) {
      f.broken("uri", "must be at most " + MAX_URI_LENGTH + " characters long");
    }
    return new Fetch(
        uri,
        f.flag("extract", true),
        f.flag("executable", false),
        f.flag("cache", false),
        f.text("destPath"));
  }

  private static List<PathId> dependencies(Fields f, PathId id) {
    return f.list(
        "dependencies",
        (node, where) -> {
          PathId.problem(node.asText()).ifPresent(rule -> f.problems().broken(where, rule));
          return PathId.resolve(node.asText(), id.parent());
        });
  }

  private String role(Fields f) {
    String wanted = f.text("role", role);
    if (!wanted.equals(role)) {
      f.broken("role", "got " + wanted + ", expected one of: [" + role + "]");
    }
    return wanted;
  }

  private List<String> acceptedRoles(Fields f) {
    List<String> accepted = f.textList("acceptedResourceRoles");
    if (f.has("acceptedResourceRoles") && accepted.isEmpty()) {
      f.broken("acceptedResourceRoles", "must not be empty");
    }
    if (accepted.stream().anyMatch(name -> !name.equals("*") && !name.equals(role))) {
      f.broken("acceptedResourceRoles", "acceptedResourceRoles can only contain * and " + role);
    }
    return accepted;
  }
}

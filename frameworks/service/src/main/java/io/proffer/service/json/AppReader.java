package io.proffer.service.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.service.model.Amounts;
import io.proffer.service.model.App;
import io.proffer.service.model.AppSpec;
import io.proffer.service.model.Container;
import io.proffer.service.model.Network;
import io.proffer.service.model.PathId;
import io.proffer.service.model.PortDefinition;
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
    PodReader pods = new PodReader(this);
    App app =
        json.has("containers")
            ? pods.read(json, PathId.of(json.path("id").asText()), "", problems)
            : read(json, PathId.of(json.path("id").asText()), "", problems);
    problems.orThrow();
    JsonNode info = json.path("versionInfo");
    return app.withVersions(
        new VersionInfo(
            Instant.parse(json.path("version").asText()),
            Instant.parse(info.path("lastScalingAt").asText()),
            Instant.parse(info.path("lastConfigChangeAt").asText())));
  }

  static void checkId(Fields f, PathId id) {
    String rule = PathId.problem(id.toString()).orElse("");
    if (!rule.isEmpty()) {
      f.broken("id", rule);
    } else if (id.isRoot()) {
      f.broken("id", "Path must contain at least one path element");
    } else if (id.safe().length() > MAX_ID_LENGTH) {
      f.broken("id", "must be at most " + MAX_ID_LENGTH + " characters long");
    }
  }

  private App app(Fields f, PathId id) {
    checkId(f, id);
    int instances = f.integer("instances", 1, 0, Integer.MAX_VALUE);
    Map<String, String> labels = f.texts("labels");
    boolean single = Boolean.parseBoolean(labels.get(SINGLE_INSTANCE));
    if (single && instances > 1) {
      f.broken("instances", "Single instance app may only have one instance");
    }
    AppSpec spec = spec(f, id, labels, single, instances);
    return new App(id, spec, instances, VersionInfo.configuredAt(Instant.EPOCH));
  }

  private AppSpec spec(
      Fields f, PathId id, Map<String, String> labels, boolean single, int instances) {
    RunReader.Environment env = RunReader.environment(f, "env", RunReader.secrets(f));
    Optional<Container> container = f.object("container", ContainerReader::container);
    List<Network> networks = ContainerReader.networks(f, container);
    container = container.map(c -> ContainerReader.withDefaultPort(f, c, networks));
    List<PortDefinition> definitions = ContainerReader.portDefinitions(f, networks);
    Amounts amounts = RunReader.amounts(f);
    String own = role(f, id);
    AppSpec spec =
        new AppSpec(
            RunReader.run(f, container),
            amounts,
            RunReader.limits(f, amounts),
            RunReader.executorAmounts(f),
            env.texts(),
            env.secrets(),
            labels,
            ConstraintReader.constraints(f),
            container,
            definitions,
            f.flag("requirePorts", false),
            networks,
            f.objects("fetch", RunReader::fetch),
            ProbeReader.probes(f),
            SchedulingReader.upgradeStrategy(f, single, SchedulingReader.keepsData(container)),
            SchedulingReader.backoff(f),
            SchedulingReader.unreachable(f, SchedulingReader.isResident(container)),
            SchedulingReader.killSelection(f),
            f.integer("taskKillGracePeriodSeconds", 0, SECONDS_MAX).map(Duration::ofSeconds),
            dependencies(f, id),
            own,
            acceptedRoles(f, own),
            Optional.empty(),
            ExtensionReader.read(f, single));
    check(f, spec, instances);
    return spec;
  }

  private static void check(Fields f, AppSpec spec, int instances) {
    ProbeReader.check(f, spec);
    ExtensionReader.check(f, spec);
    PersistentReader.check(f, spec);
    RunReader.checkGpus(f, spec.amounts(), spec.container());
    spec.container()
        .ifPresent(
            container -> {
              ContainerReader.checkPullConfig(f, container, spec.secrets());
              VolumeReader.check(f, container.volumes(), spec.secrets(), instances);
            });
  }

  static List<PathId> dependencies(Fields f, PathId id) {
    return f.list(
        "dependencies",
        (node, where) -> {
          PathId.problem(node.asText()).ifPresent(rule -> f.problems().broken(where, rule));
          return PathId.resolve(node.asText(), id.parent());
        });
  }

  /** The framework's own role, or that of the top-level group. */
  String role(Fields f, PathId id) {
    String wanted = f.text("role", role);
    List<String> possible =
        id.segments().size() > 1 ? List.of(role, id.segments().getFirst()) : List.of(role);
    if (!possible.contains(wanted)) {
      f.broken("role", "got " + wanted + ", expected one of: " + possible);
    }
    return wanted;
  }

  /**
   * @param own the app's role
   */
  List<String> acceptedRoles(Fields f, String own) {
    List<String> accepted = f.textList("acceptedResourceRoles");
    if (f.has("acceptedResourceRoles") && accepted.isEmpty()) {
      f.broken("acceptedResourceRoles", "must not be empty");
    }
    if (accepted.stream().anyMatch(name -> !name.equals("*") && !name.equals(own))) {
      f.broken("acceptedResourceRoles", "acceptedResourceRoles can only contain * and " + own);
    }
    return accepted;
  }
}

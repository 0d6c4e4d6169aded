package io.proffer.service.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.service.deployment.Course;
import io.proffer.service.deployment.Deployment;
import io.proffer.service.deployment.Plan;
import io.proffer.service.deployment.Step;
import io.proffer.service.json.AppReader;
import io.proffer.service.json.AppWriter;
import io.proffer.service.json.InvalidObjectException;
import io.proffer.service.kernel.Condition;
import io.proffer.service.kernel.Instance;
import io.proffer.service.kernel.LaunchDelay;
import io.proffer.service.kernel.Part;
import io.proffer.service.kernel.TaskFailure;
import io.proffer.service.model.App;
import io.proffer.service.model.Group;
import io.proffer.service.model.PathId;
import io.proffer.service.model.Site;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Records as JSON. Apps are written as the API writes them. */
final class Records {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private Records() {}

  static ObjectNode write(Group group) {
    ObjectNode out = JSON.objectNode().put("id", group.id().toString());
    ArrayNode dependencies = out.putArray("dependencies");
    group.dependencies().forEach(id -> dependencies.add(id.toString()));
    if (group.enforceRole()) {
      out.put("enforceRole", true);
    }
    return out.put("version", group.version().toString());
  }

  static Group group(JsonNode in) {
    List<PathId> dependencies = new ArrayList<>();
    in.path("dependencies").forEach(id -> dependencies.add(PathId.of(id.asText())));
    boolean enforceRole = in.path("enforceRole").asBoolean(false);
    return new Group(id(in, "id"), dependencies, enforceRole, time(in, "version"));
  }

  static ObjectNode write(Instance instance) {
    ObjectNode out = JSON.objectNode();
    out.put("taskId", instance.taskId()).put("app", instance.app().toString());
    out.put("version", instance.version().toString());
    out.put("configVersion", instance.configVersion().toString());
    Site site = instance.site();
    ObjectNode where = out.putObject("site");
    where.put("agentId", site.agentId()).put("hostname", site.hostname());
    site.region().ifPresent(region -> where.put("region", region));
    site.zone().ifPresent(zone -> where.put("zone", zone));
    ObjectNode attributes = where.putObject("attributes");
    site.attributes().forEach(attributes::put);
    ArrayNode ports = out.putArray("hostPorts");
    instance.hostPorts().forEach(ports::add);
    out.put("condition", instance.condition().name());
    out.put("stagedAt", instance.stagedAt().toString());
    instance.startedAt().ifPresent(at -> out.put("startedAt", at.toString()));
    instance.unreachableSince().ifPresent(at -> out.put("unreachableSince", at.toString()));
    instance.healthy().ifPresent(healthy -> out.put("healthy", healthy));
    instance.agentHealth().ifPresent(healthy -> out.put("agentHealth", healthy));
    ArrayNode addresses = out.putArray("ipAddresses");
    instance.ipAddresses().forEach(addresses::add);
    instance.killed().ifPresent(reason -> out.put("killed", reason));
    if (instance.isPod()) {
      ObjectNode parts = out.putObject("parts");
      instance
          .parts()
          .forEach(
              (name, part) -> {
                ObjectNode json = parts.putObject(name);
                json.put("condition", part.condition().name())
                    .put("since", part.since().toString());
                part.healthy().ifPresent(healthy -> json.put("healthy", healthy));
              });
    }
    BeyondRecords.write(out, instance.extras());
    return out;
  }

  static Instance instance(JsonNode in) {
    JsonNode where = in.path("site");
    Map<String, String> attributes = new LinkedHashMap<>();
    where
        .path("attributes")
        .properties()
        .forEach(a -> attributes.put(a.getKey(), a.getValue().asText()));
    List<Integer> ports = new ArrayList<>();
    in.path("hostPorts").forEach(port -> ports.add(port.asInt()));
    List<String> addresses = new ArrayList<>();
    in.path("ipAddresses").forEach(address -> addresses.add(address.asText()));
    return new Instance(
        in.path("taskId").asText(),
        id(in, "app"),
        time(in, "version"),
        time(in, "configVersion"),
        new Site(
            where.path("agentId").asText(),
            where.path("hostname").asText(),
            text(where, "region"),
            text(where, "zone"),
            attributes),
        ports,
        Condition.valueOf(in.path("condition").asText()),
        time(in, "stagedAt"),
        text(in, "startedAt").map(Instant::parse),
        text(in, "unreachableSince").map(Instant::parse),
        flag(in, "healthy"),
        flag(in, "agentHealth").or(() -> flag(in, "healthy")),
        addresses,
        text(in, "killed"),
        parts(in),
        BeyondRecords.extras(in));
  }

  private static Map<String, Part> parts(JsonNode in) {
    Map<String, Part> parts = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> part : in.path("parts").properties()) {
      JsonNode json = part.getValue();
      parts.put(
          part.getKey(),
          new Part(
              Condition.valueOf(json.path("condition").asText()),
              flag(json, "healthy"),
              time(json, "since")));
    }
    return parts;
  }

  static ObjectNode write(TaskFailure failure) {
    return JSON.objectNode()
        .put("app", failure.app().toString())
        .put("taskId", failure.taskId())
        .put("agentId", failure.agentId())
        .put("host", failure.host())
        .put("state", failure.state())
        .put("message", failure.message())
        .put("at", failure.at().toString())
        .put("version", failure.version().toString());
  }

  static TaskFailure failure(JsonNode in) {
    return new TaskFailure(
        id(in, "app"),
        in.path("taskId").asText(),
        in.path("agentId").asText(),
        in.path("host").asText(),
        in.path("state").asText(),
        in.path("message").asText(),
        time(in, "at"),
        time(in, "version"));
  }

  static ObjectNode write(LaunchDelay delay) {
    return JSON.objectNode()
        .put("app", delay.app().toString())
        .put("config", delay.config().toString())
        .put("spanMs", delay.span().toMillis())
        .put("until", delay.until().toString());
  }

  static LaunchDelay delay(JsonNode in) {
    return new LaunchDelay(
        id(in, "app"),
        time(in, "config"),
        Duration.ofMillis(in.path("spanMs").asLong()),
        time(in, "until"));
  }

  static ObjectNode write(Deployment deployment) {
    ObjectNode out = JSON.objectNode().put("id", deployment.id());
    out.put("version", deployment.version().toString());
    ArrayNode before = out.putArray("before");
    deployment.before().values().forEach(app -> before.add(AppWriter.write(app)));
    ArrayNode after = out.putArray("after");
    deployment.after().values().forEach(app -> after.add(AppWriter.write(app)));
    ArrayNode steps = out.putArray("steps");
    for (Step step : deployment.steps()) {
      ArrayNode actions = steps.addArray();
      for (Step.Action action : step.actions()) {
        actions.addObject().put("kind", action.kind().name()).put("app", action.app().toString());
      }
    }
    return out;
  }

  static Deployment deployment(JsonNode in, int current, AppReader reader)
      throws InvalidObjectException {
    List<Step> steps = new ArrayList<>();
    for (JsonNode step : in.path("steps")) {
      List<Step.Action> actions = new ArrayList<>();
      for (JsonNode action : step) {
        Step.Kind kind = Step.Kind.valueOf(action.path("kind").asText());
        actions.add(new Step.Action(kind, id(action, "app")));
      }
      steps.add(new Step(actions));
    }
    return new Deployment(
        in.path("id").asText(),
        time(in, "version"),
        new Plan(
            apps(in.path("before"), reader), apps(in.path("after"), reader), new Course(steps)),
        current,
        Set.of());
  }

  static SortedMap<PathId, App> apps(JsonNode in, AppReader reader) throws InvalidObjectException {
    SortedMap<PathId, App> apps = new TreeMap<>();
    for (JsonNode json : in) {
      App app = reader.readStored((ObjectNode) json);
      apps.put(app.id(), app);
    }
    return apps;
  }

  private static PathId id(JsonNode in, String name) {
    return PathId.of(in.path(name).asText());
  }

  private static Instant time(JsonNode in, String name) {
    return Instant.parse(in.path(name).asText());
  }

  private static Optional<Boolean> flag(JsonNode in, String name) {
    return in.has(name) ? Optional.of(in.path(name).asBoolean()) : Optional.empty();
  }

  private static Optional<String> text(JsonNode in, String name) {
    return in.hasNonNull(name) ? Optional.of(in.path(name).asText()) : Optional.empty();
  }
}

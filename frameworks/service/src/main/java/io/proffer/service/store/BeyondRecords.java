package io.proffer.service.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.frameworks.common.webhook.Webhook;
import io.proffer.service.deployment.Ending;
import io.proffer.service.deployment.Oversight;
import io.proffer.service.kernel.Extras;
import io.proffer.service.kernel.Fact;
import io.proffer.service.kernel.Past;
import io.proffer.service.model.ConfigMap;
import io.proffer.service.model.PathId;
import io.proffer.service.model.SealedSecret;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Records of what Marathon has no counterpart of, as JSON. */
final class BeyondRecords {

  private BeyondRecords() {}

  static ObjectNode write(Oversight oversight) {
    ObjectNode out = JsonNodeFactory.instance.objectNode();
    out.put("deployment", oversight.deployment());
    out.put("begunAt", oversight.begunAt().toString());
    out.put("progressedAt", oversight.progressedAt().toString());
    out.put("paused", oversight.paused());
    ids(out.putArray("promoted"), oversight.promoted());
    oversight.undoes().ifPresent(id -> out.put("undoes", id));
    return out;
  }

  static ObjectNode write(Ending ending) {
    ObjectNode out = JsonNodeFactory.instance.objectNode();
    out.put("deployment", ending.deployment());
    out.put("version", ending.version().toString());
    ids(out.putArray("apps"), ending.apps());
    out.put("endedAt", ending.endedAt().toString());
    out.put("succeeded", ending.succeeded());
    return out.put("reason", ending.reason());
  }

  static ObjectNode write(Past past) {
    ObjectNode out = JsonNodeFactory.instance.objectNode();
    out.put("app", past.app().toString()).put("number", past.number());
    out.put("taskId", past.taskId()).put("version", past.version().toString());
    out.put("agentId", past.agentId()).put("host", past.host());
    past.agentUrl().ifPresent(url -> out.put("agentUrl", url));
    out.put("stagedAt", past.stagedAt().toString());
    past.startedAt().ifPresent(at -> out.put("startedAt", at.toString()));
    out.put("endedAt", past.endedAt().toString()).put("state", past.state());
    past.reason().ifPresent(reason -> out.put("reason", reason));
    out.put("message", past.message());
    past.killed().ifPresent(why -> out.put("killed", why));
    return out;
  }

  private static Past past(JsonNode in) {
    return new Past(
        PathId.of(in.path("app").asText()),
        in.path("number").asLong(),
        in.path("taskId").asText(),
        time(in, "version").orElse(Instant.EPOCH),
        in.path("agentId").asText(),
        in.path("host").asText(),
        text(in, "agentUrl"),
        time(in, "stagedAt").orElse(Instant.EPOCH),
        time(in, "startedAt"),
        time(in, "endedAt").orElse(Instant.EPOCH),
        in.path("state").asText(),
        text(in, "reason"),
        in.path("message").asText(),
        text(in, "killed"));
  }

  static ObjectNode write(Webhook webhook) {
    ObjectNode out = JsonNodeFactory.instance.objectNode();
    out.put("id", webhook.id()).put("url", webhook.url());
    ArrayNode events = out.putArray("events");
    webhook.events().forEach(events::add);
    return out;
  }

  private static Webhook webhook(JsonNode in) {
    Set<String> events = new LinkedHashSet<>();
    in.path("events").forEach(event -> events.add(event.asText()));
    return new Webhook(in.path("id").asText(), in.path("url").asText(), events);
  }

  static ObjectNode write(ConfigMap config) {
    ObjectNode out = JsonNodeFactory.instance.objectNode();
    out.put("name", config.name()).put("version", config.version());
    out.put("changedAt", config.changedAt().toString());
    ObjectNode entries = out.putObject("entries");
    config.entries().forEach(entries::put);
    return out;
  }

  private static ConfigMap config(JsonNode in) {
    Map<String, String> entries = new LinkedHashMap<>();
    in.path("entries").properties().forEach(e -> entries.put(e.getKey(), e.getValue().asText()));
    return new ConfigMap(
        in.path("name").asText(),
        in.path("version").asLong(),
        Instant.parse(in.path("changedAt").asText()),
        entries);
  }

  static ObjectNode write(SealedSecret secret) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("name", secret.name())
        .put("version", secret.version())
        .put("changedAt", secret.changedAt().toString())
        .put("key", secret.key())
        .put("sealed", secret.sealed());
  }

  private static SealedSecret secret(JsonNode in) {
    return new SealedSecret(
        in.path("name").asText(),
        in.path("version").asLong(),
        Instant.parse(in.path("changedAt").asText()),
        in.path("key").asText(),
        in.path("sealed").asText());
  }

  /** Writes what Marathon does not know of an instance into its record. */
  static void write(ObjectNode instance, Extras extras) {
    extras.index().ifPresent(index -> instance.put("index", index));
    extras.agentUrl().ifPresent(url -> instance.put("agentUrl", url));
    extras.killAt().ifPresent(at -> instance.put("killAt", at.toString()));
    if (!extras.configs().isEmpty()) {
      ObjectNode configs = instance.putObject("configs");
      extras.configs().forEach(configs::put);
    }
  }

  static Extras extras(JsonNode in) {
    SortedMap<String, Long> configs = new TreeMap<>();
    in.path("configs").properties().forEach(c -> configs.put(c.getKey(), c.getValue().asLong()));
    return new Extras(
        in.hasNonNull("index") ? Optional.of(in.path("index").asInt()) : Optional.empty(),
        text(in, "agentUrl"),
        time(in, "killAt"),
        configs);
  }

  private static Optional<String> text(JsonNode in, String name) {
    return in.hasNonNull(name) ? Optional.of(in.path(name).asText()) : Optional.empty();
  }

  private static Optional<Instant> time(JsonNode in, String name) {
    return text(in, name).map(Instant::parse);
  }

  /** The fact that a record of this kind was written for. */
  static Fact read(String kind, JsonNode in) {
    return switch (kind) {
      case "oversight" -> new Fact.OversightSet(oversight(in));
      case "ending" -> new Fact.EndingKept(ending(in));
      case "past" -> new Fact.TaskEnded(past(in));
      case "webhook" -> new Fact.WebhookSet(webhook(in));
      case "config" -> new Fact.ConfigSet(config(in));
      case "secret" -> new Fact.SecretSet(secret(in));
      default -> throw new IllegalArgumentException("no record is of kind " + kind);
    };
  }

  private static Oversight oversight(JsonNode in) {
    return new Oversight(
        in.path("deployment").asText(),
        Instant.parse(in.path("begunAt").asText()),
        Instant.parse(in.path("progressedAt").asText()),
        in.path("paused").asBoolean(),
        new LinkedHashSet<>(ids(in.path("promoted"))),
        in.hasNonNull("undoes") ? Optional.of(in.path("undoes").asText()) : Optional.empty());
  }

  private static Ending ending(JsonNode in) {
    return new Ending(
        in.path("deployment").asText(),
        Instant.parse(in.path("version").asText()),
        ids(in.path("apps")),
        Instant.parse(in.path("endedAt").asText()),
        in.path("succeeded").asBoolean(),
        in.path("reason").asText());
  }

  private static void ids(ArrayNode out, Collection<PathId> ids) {
    ids.forEach(id -> out.add(id.toString()));
  }

  private static List<PathId> ids(JsonNode in) {
    List<PathId> ids = new ArrayList<>();
    in.forEach(id -> ids.add(PathId.of(id.asText())));
    return ids;
  }
}

package io.proffer.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.cli.CommandFailure;
import io.proffer.cli.ExitCode;
import io.proffer.cli.output.Document;
import java.util.Map;
import java.util.Optional;

/** Sets what roles are sure of and kept within, or asks what would follow if it did. */
public final class Quotas {

  private final MasterClient master;

  public Quotas(MasterClient master) {
    this.master = master;
  }

  /**
   * All that the master knows of a role's quota.
   *
   * @throws CommandFailure when it has none
   */
  public Document find(String role) {
    for (JsonNode known : master.get("/roles").path("roles")) {
      JsonNode quota = known.path("quota");
      boolean any = !quota.path("guarantee").isEmpty() || !quota.path("limit").isEmpty();
      if (any && known.path("name").asText().equals(role)) {
        ObjectNode content = JsonNodeFactory.instance.objectNode().put("role", role);
        content.set("guarantee", quota.path("guarantee"));
        content.set("limit", quota.path("limit"));
        content.set("consumed", quota.path("consumed"));
        content.set(
            "missing", ScalarAmounts.missing(quota.path("guarantee"), quota.path("consumed")));
        content.set("offered", known.path("offered"));
        return new Document(role, content);
      }
    }
    throw CommandFailure.of(
        ExitCode.NOT_FOUND,
        "role " + role + " has no quota",
        "'proffer quota list' shows those that have one.");
  }

  /**
   * The quota a role would have with these changes: what they do not name stays.
   *
   * @param limits an empty one takes the limit away
   */
  public ObjectNode changed(
      String role, Map<String, Optional<Double>> guarantees, Map<String, Optional<Double>> limits) {
    ObjectNode config = JsonNodeFactory.instance.objectNode().put("role", role);
    ObjectNode guaranteed = config.putObject("guarantees");
    ObjectNode limited = config.putObject("limits");
    for (JsonNode known : master.call("GET_QUOTA").path("status").path("configs")) {
      if (known.path("role").asText().equals(role)) {
        known
            .path("guarantees")
            .properties()
            .forEach(e -> guaranteed.set(e.getKey(), e.getValue()));
        known.path("limits").properties().forEach(e -> limited.set(e.getKey(), e.getValue()));
      }
    }
    guarantees.forEach((name, amount) -> put(guaranteed, name, amount));
    limits.forEach((name, amount) -> put(limited, name, amount));
    return config;
  }

  private static void put(ObjectNode to, String name, Optional<Double> amount) {
    amount.ifPresentOrElse(value -> to.putObject(name).put("value", value), () -> to.remove(name));
  }

  /** No quota. */
  public static ObjectNode none(String role) {
    return JsonNodeFactory.instance.objectNode().put("role", role);
  }

  /** Has the master keep to a quota. */
  public void update(ObjectNode config, boolean force) {
    ObjectNode arguments = JsonNodeFactory.instance.objectNode();
    arguments.put("force", force).putArray("quota_configs").add(config);
    master.call("UPDATE_QUOTA", arguments);
  }

  /** What would follow from a quota; nothing is changed. */
  public JsonNode plan(ObjectNode config) {
    ObjectNode update = JsonNodeFactory.instance.objectNode();
    update.putArray("quota_configs").add(config);
    return master.post("/proffer/v1/quota/plan", update);
  }
}

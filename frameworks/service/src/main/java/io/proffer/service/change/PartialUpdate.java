package io.proffer.service.change;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/** App JSON in which some fields replace those that were there. */
final class PartialUpdate {

  /** What makes the other invalid, so that who writes the one gives up the other. */
  private static final Map<String, List<String>> INSTEAD =
      Map.of("cmd", List.of("args"), "args", List.of("cmd"));

  private PartialUpdate() {}

  /** The app with the fields of the update, each as a whole. */
  static ObjectNode merged(ObjectNode app, ObjectNode update) {
    ObjectNode merged = app.deepCopy();
    for (Map.Entry<String, JsonNode> field : update.properties()) {
      for (String other : INSTEAD.getOrDefault(field.getKey(), List.of())) {
        if (!update.hasNonNull(other)) {
          merged.remove(other);
        }
      }
      if (!field.getValue().isNull()) {
        merged.set(field.getKey(), field.getValue());
      }
    }
    networking(merged, update);
    return merged;
  }

  /** Ports are written in one of two places, depending on the network. */
  private static void networking(ObjectNode merged, ObjectNode update) {
    if (update.path("container").path("portMappings").size() > 0
        && !update.hasNonNull("networks")) {
      if (merged.path("networks").path(0).path("mode").asText("host").equals("host")) {
        merged.remove("networks");
      }
    }
    boolean host = merged.path("networks").path(0).path("mode").asText("").equals("host");
    if (!host && !update.hasNonNull("portDefinitions")) {
      boolean mapped = merged.path("container").path("portMappings").size() > 0;
      if (mapped || merged.has("networks")) {
        merged.remove("portDefinitions");
      }
    }
    boolean mappingsGiven = update.path("container").has("portMappings");
    if (host && !mappingsGiven && merged.get("container") instanceof ObjectNode container) {
      container.remove("portMappings");
    }
  }
}

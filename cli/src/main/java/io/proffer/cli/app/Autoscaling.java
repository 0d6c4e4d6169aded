package io.proffer.cli.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** By what an app is scaled, as the framework tells it and as people want it. */
public final class Autoscaling {

  private static final JsonMapper JSON = new JsonMapper();

  private Autoscaling() {}

  /**
   * What is to be different of a policy. What is empty stays as it is.
   *
   * @param min the fewest instances
   * @param max the most instances
   * @param cpu the part of its processors that an instance shall use
   * @param memory the part of its memory that an instance shall use
   */
  public record Wish(
      Optional<Integer> min, Optional<Integer> max, Optional<Double> cpu, Optional<Double> memory) {

    /** Whether nothing is to be different. */
    public boolean isEmpty() {
      return min.isEmpty() && max.isEmpty() && cpu.isEmpty() && memory.isEmpty();
    }

    /**
     * The whole policy.
     *
     * @param present the one there is, if there is one
     */
    public ObjectNode of(Optional<JsonNode> present) {
      ObjectNode policy =
          present
              .map(known -> (ObjectNode) known.<JsonNode>deepCopy())
              .orElseGet(JSON::createObjectNode);
      min.ifPresent(count -> policy.put("min", count));
      max.ifPresent(count -> policy.put("max", count));
      cpu.ifPresent(target -> aim(policy, "cpu", target));
      memory.ifPresent(target -> aim(policy, "memory", target));
      return policy;
    }

    private static void aim(ObjectNode policy, String type, double target) {
      ArrayNode metrics = policy.withArray("metrics");
      for (JsonNode metric : metrics) {
        if (metric.path("type").asText().equals(type) && metric instanceof ObjectNode known) {
          known.put("target", target);
          return;
        }
      }
      metrics.addObject().put("type", type).put("target", target);
    }
  }

  /**
   * What an app is scaled by and what came of it last, a line each.
   *
   * @param told the framework's answer
   */
  public static List<String> sentences(JsonNode told) {
    List<String> lines = new ArrayList<>();
    JsonNode policy = told.path("autoscale");
    JsonNode now = told.path("limitsNow");
    lines.add(
        "%s may have %s instances%s, and has %d."
            .formatted(
                told.path("appId").asText(),
                range(now),
                range(now).equals(range(policy)) ? "" : " now, else " + range(policy),
                told.path("instances").asInt()));
    JsonNode readings = told.path("last").path("readings");
    int place = 0;
    for (JsonNode metric : policy.path("metrics")) {
      lines.add("  " + name(metric) + ": " + reading(readings.path(place)) + target(metric));
      place++;
    }
    JsonNode last = told.path("last");
    lines.add(
        last.isMissingNode()
            ? "Nothing was measured yet."
            : "%s: %s".formatted(last.path("at").asText(), last.path("message").asText()));
    return lines;
  }

  private static String range(JsonNode limits) {
    return limits.path("min").asInt() + " to " + limits.path("max").asInt();
  }

  private static String name(JsonNode metric) {
    String type = metric.path("type").asText();
    return switch (type) {
      case "prometheus" -> type + " " + metric.path("query").asText();
      case "http" -> type + " " + metric.path("url").asText() + metric.path("pointer").asText();
      default -> type;
    };
  }

  private static String reading(JsonNode reading) {
    return reading.isNumber() ? "%.3g".formatted(reading.asDouble()) : "not read";
  }

  private static String target(JsonNode metric) {
    return ", target "
        + metric.path("target").asText()
        + (metric.path("perInstance").asBoolean() ? " for each instance" : "");
  }
}

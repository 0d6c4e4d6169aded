package io.proffer.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The events of a stream, by what they are about: of one task they have an order, and of two tasks
 * none. Offers come in a rhythm of their own, of which the first is held, and of heartbeats only
 * the one that follows SUBSCRIBED.
 */
record EventSequence(List<String> beginning, Map<String, List<JsonNode>> bySubject) {

  static EventSequence of(List<JsonNode> events) {
    Map<String, List<JsonNode>> bySubject = new LinkedHashMap<>();
    List<String> beginning = new ArrayList<>();
    for (JsonNode event : events) {
      String type = event.get("type").textValue();
      if (beginning.size() < 2) {
        beginning.add(type);
      }
      boolean recurring = type.equals("OFFERS") || type.equals("HEARTBEAT");
      String subject = subject(type, event);
      if (!recurring || !bySubject.containsKey(subject)) {
        bySubject.computeIfAbsent(subject, s -> new ArrayList<>()).add(event);
      }
    }
    return new EventSequence(beginning, bySubject);
  }

  private static String subject(String type, JsonNode event) {
    return switch (type) {
      case "UPDATE" -> event.at("/update/status/task_id/value").textValue();
      case "TASK_UPDATED" -> event.at("/task_updated/status/task_id/value").textValue();
      case "TASK_ADDED" -> event.at("/task_added/task/task_id/value").textValue();
      case "FRAMEWORK_ADDED", "FRAMEWORK_UPDATED", "FRAMEWORK_REMOVED" -> "FRAMEWORK";
      default -> type;
    };
  }

  /** How this sequence differs from a recorded one. */
  List<String> differences(EventSequence recorded, Likeness likeness) {
    List<String> differences = new ArrayList<>();
    if (!beginning.equals(recorded.beginning)) {
      differences.add("begins with %s, recorded %s".formatted(beginning, recorded.beginning));
    }
    recorded.bySubject.forEach(
        (subject, events) ->
            compare(
                subject,
                events,
                bySubject.getOrDefault(subject, List.of()),
                likeness,
                differences));
    bySubject.forEach(
        (subject, events) -> {
          if (!recorded.bySubject.containsKey(subject)) {
            differences.add("%s: nothing recorded, %s found".formatted(subject, events));
          }
        });
    return differences;
  }

  private static void compare(
      String subject,
      List<JsonNode> recorded,
      List<JsonNode> found,
      Likeness likeness,
      List<String> differences) {
    for (int i = 0; i < Math.max(recorded.size(), found.size()); i++) {
      String at = "%s[%d]".formatted(subject, i);
      if (i >= found.size()) {
        differences.add("%s: %s recorded, nothing found".formatted(at, recorded.get(i)));
      } else if (i >= recorded.size()) {
        differences.add("%s: nothing recorded, %s found".formatted(at, found.get(i)));
      } else {
        likeness
            .differences(recorded.get(i), found.get(i))
            .forEach(difference -> differences.add(at + difference));
      }
    }
  }
}

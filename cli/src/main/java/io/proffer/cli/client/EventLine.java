package io.proffer.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** An event of the operator's stream as a line. */
public final class EventLine {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

  private EventLine() {}

  /**
   * Says when, what it is about, and what became of that.
   *
   * @param now when it was told of, for events that do not say when they were
   */
  public static String of(JsonNode event, Instant now) {
    JsonNode at = event.path("task_updated").path("status").path("timestamp");
    Instant when = at.isNumber() ? Instant.ofEpochMilli((long) (at.asDouble() * 1000)) : now;
    return TIME.format(when.atZone(ZoneId.systemDefault())) + "  " + what(event);
  }

  private static String what(JsonNode event) {
    String type = event.path("type").asText();
    JsonNode body = event.path(type.toLowerCase(Locale.ROOT));
    return switch (type) {
      case "TASK_ADDED" -> {
        JsonNode task = body.path("task");
        yield "task %s launched on %s".formatted(id(task, "task_id"), id(task, "agent_id"));
      }
      case "TASK_UPDATED" -> update(body);
      case "FRAMEWORK_ADDED" -> "framework " + framework(body) + " subscribed";
      case "FRAMEWORK_UPDATED" -> "framework " + framework(body) + " changed";
      case "FRAMEWORK_REMOVED" -> "framework " + id(body.path("framework_info"), "id") + " ended";
      case "AGENT_ADDED" -> {
        JsonNode info = body.path("agent").path("agent_info");
        yield "agent %s joined at %s".formatted(id(info, "id"), info.path("hostname").asText());
      }
      case "AGENT_REMOVED" -> "agent " + id(body, "agent_id") + " left";
      default -> type.toLowerCase(Locale.ROOT).replace('_', ' ');
    };
  }

  private static String update(JsonNode body) {
    JsonNode status = body.path("status");
    String message = status.path("message").asText();
    return "task %s is %s%s"
        .formatted(
            id(status, "task_id"),
            body.path("state").asText().replaceFirst("^TASK_", "").toLowerCase(Locale.ROOT),
            message.isEmpty() ? "" : ": " + message);
  }

  private static String framework(JsonNode body) {
    JsonNode info = body.path("framework").path("framework_info");
    return info.path("name").asText() + " (" + id(info, "id") + ")";
  }

  private static String id(JsonNode of, String field) {
    return of.path(field).path("value").asText();
  }
}

package io.proffer.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.proffer.cli.output.Column;
import io.proffer.cli.output.Listing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A machine as {@code proffer maintenance status} shows it.
 *
 * @param mode {@code scheduled}, or {@code down} once the maintenance has begun
 * @param starts when it is expected to begin
 * @param lasts how long it is expected to take; empty when nobody said
 * @param answers what frameworks have answered, such as {@code marathon: accept}
 */
public record MaintenanceRow(
    String hostname, String ip, String mode, String starts, String lasts, List<String> answers) {

  private static final List<Column<MaintenanceRow>> COLUMNS =
      List.of(
          Column.text("hostname", MaintenanceRow::hostname),
          Column.text("ip", MaintenanceRow::ip),
          Column.text("mode", MaintenanceRow::mode),
          Column.text("starts", MaintenanceRow::starts),
          Column.text("lasts", MaintenanceRow::lasts),
          Column.words("answers", MaintenanceRow::answers));

  private static final long NANOS = 1_000_000_000L;

  /** Asks a master for the machines in its maintenance schedule. */
  public static Listing<MaintenanceRow> list(MasterClient master) {
    JsonNode status = master.call("GET_MAINTENANCE_STATUS").path("status");
    Map<String, String> names = new HashMap<>();
    for (JsonNode framework : master.call("GET_FRAMEWORKS").path("frameworks")) {
      JsonNode info = framework.path("framework_info");
      names.put(info.path("id").path("value").asText(), info.path("name").asText());
    }
    Map<JsonNode, JsonNode> draining = new HashMap<>();
    status.path("draining_machines").forEach(m -> draining.put(m.path("id"), m.path("statuses")));
    List<MaintenanceRow> rows = new ArrayList<>();
    for (JsonNode window :
        master.call("GET_MAINTENANCE_SCHEDULE").path("schedule").path("windows")) {
      for (JsonNode id : window.path("machine_ids")) {
        JsonNode statuses = draining.get(id);
        rows.add(
            new MaintenanceRow(
                id.path("hostname").asText(),
                id.path("ip").asText(),
                statuses == null ? "down" : "scheduled",
                start(window.path("unavailability")),
                length(window.path("unavailability")),
                statuses == null ? List.of() : answers(statuses, names)));
      }
    }
    return new Listing<>(COLUMNS, rows, "machines in the maintenance schedule");
  }

  private static List<String> answers(JsonNode statuses, Map<String, String> names) {
    List<String> answers = new ArrayList<>();
    for (JsonNode status : statuses) {
      String id = status.path("framework_id").path("value").asText();
      answers.add(
          names.getOrDefault(id, id)
              + ": "
              + status.path("status").asText().toLowerCase(Locale.ROOT));
    }
    return answers;
  }

  private static String start(JsonNode unavailability) {
    long nanos = unavailability.path("start").path("nanoseconds").asLong();
    return Instant.ofEpochSecond(Math.floorDiv(nanos, NANOS)).toString();
  }

  private static String length(JsonNode unavailability) {
    return unavailability.has("duration")
        ? words(Duration.ofNanos(unavailability.path("duration").path("nanoseconds").asLong()))
        : "";
  }

  /** As times are written on the command line: {@code 90mins}. */
  private static String words(Duration span) {
    long seconds = span.toSeconds();
    if (seconds % 3600 == 0) {
      return seconds / 3600 + "hrs";
    }
    return seconds % 60 == 0 ? seconds / 60 + "mins" : seconds + "secs";
  }
}

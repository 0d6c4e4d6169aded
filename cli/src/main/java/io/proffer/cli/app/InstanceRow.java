package io.proffer.cli.app;

import com.fasterxml.jackson.databind.JsonNode;
import io.proffer.cli.output.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * An instance of an app.
 *
 * @param id its task's
 * @param state {@code staging}, {@code running}, ...; {@code healthy} or {@code unhealthy} where it
 *     runs and a health check has said so
 * @param ports of the machine, in the order of the app's
 * @param version of the app that it was launched from
 */
public record InstanceRow(
    String id, String app, String state, String host, List<String> ports, String version) {

  static final List<Column<InstanceRow>> COLUMNS =
      List.of(
          Column.text("id", InstanceRow::id),
          Column.text("state", InstanceRow::state),
          Column.text("host", InstanceRow::host),
          Column.words("ports", InstanceRow::ports),
          Column.text("version", InstanceRow::version));

  /** Keeps its own copy. */
  public InstanceRow {
    ports = List.copyOf(ports);
  }

  /** Those of an app that was asked for with its tasks. */
  public static List<InstanceRow> of(JsonNode app) {
    List<InstanceRow> rows = new ArrayList<>();
    for (JsonNode task : app.path("tasks")) {
      List<String> ports = new ArrayList<>();
      task.path("ports").forEach(port -> ports.add(port.asText()));
      rows.add(
          new InstanceRow(
              task.path("id").asText(),
              task.path("appId").asText(),
              state(task),
              task.path("host").asText(),
              ports,
              task.path("version").asText()));
    }
    return rows;
  }

  private static String state(JsonNode task) {
    String state = task.path("state").asText().replace("TASK_", "").toLowerCase(Locale.ROOT);
    if (!state.equals("running") || task.path("healthCheckResults").isEmpty()) {
      return state;
    }
    for (JsonNode result : task.path("healthCheckResults")) {
      if (!result.path("alive").asBoolean()) {
        return "unhealthy";
      }
    }
    return "healthy";
  }

  /** Whether it runs and nothing is known to be wrong with it. */
  public boolean isUp() {
    return state.equals("running") || state.equals("healthy");
  }

  /** Short enough to be read in a line: {@code web.instance-1f2e3d4c}. */
  String shortId() {
    int uuid = id.indexOf(".instance-");
    int end = uuid < 0 ? id.length() : Math.min(id.length(), uuid + ".instance-".length() + 8);
    return id.substring(0, end);
  }

  /** Where its first port is, or its machine. */
  String address() {
    return ports.isEmpty() ? host : host + ":" + ports.getFirst();
  }
}

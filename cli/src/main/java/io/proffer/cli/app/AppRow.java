package io.proffer.cli.app;

import com.fasterxml.jackson.databind.JsonNode;
import io.proffer.cli.output.Column;
import io.proffer.cli.output.Listing;
import java.util.ArrayList;
import java.util.List;

/**
 * An app as {@code proffer app list} shows it.
 *
 * @param state {@code deploying}, {@code waiting} (fewer run than there shall be), {@code
 *     unhealthy}, {@code suspended} (there shall be none) or {@code running}
 * @param instances how many there shall be
 * @param healthy how many pass their health checks; 0 where there are none
 * @param version when it was changed last
 */
public record AppRow(
    String id,
    String state,
    long instances,
    long running,
    long healthy,
    long unhealthy,
    double cpus,
    double memMb,
    String image,
    String version) {

  private static final List<Column<AppRow>> COLUMNS =
      List.of(
          Column.text("id", AppRow::id),
          Column.text("state", AppRow::state),
          Column.count("instances", AppRow::instances),
          Column.count("running", AppRow::running),
          Column.count("healthy", AppRow::healthy),
          Column.count("unhealthy", AppRow::unhealthy),
          Column.amount("cpus", AppRow::cpus),
          Column.amount("mem_mb", AppRow::memMb),
          Column.text("image", AppRow::image),
          Column.text("version", AppRow::version));

  /** Asks a framework for its apps. */
  public static Listing<AppRow> list(ServiceClient service) {
    List<AppRow> rows = new ArrayList<>();
    for (JsonNode app : service.get("/v2/apps").path("apps")) {
      rows.add(of(app));
    }
    return listing(rows);
  }

  static Listing<AppRow> listing(List<AppRow> rows) {
    return new Listing<>(COLUMNS, rows, "apps");
  }

  static AppRow of(JsonNode app) {
    return new AppRow(
        app.path("id").asText(),
        state(app),
        app.path("instances").asLong(),
        app.path("tasksRunning").asLong(),
        app.path("tasksHealthy").asLong(),
        app.path("tasksUnhealthy").asLong(),
        app.path("cpus").asDouble(),
        app.path("mem").asDouble(),
        app.path("container").path("docker").path("image").asText(),
        app.path("version").asText());
  }

  static String state(JsonNode app) {
    if (!app.path("deployments").isEmpty()) {
      return "deploying";
    }
    if (app.path("instances").asLong() == 0) {
      return "suspended";
    }
    if (app.path("tasksRunning").asLong() < app.path("instances").asLong()) {
      return "waiting";
    }
    return app.path("tasksUnhealthy").asLong() > 0 ? "unhealthy" : "running";
  }
}

package io.proffer.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.proffer.cli.output.Column;
import io.proffer.cli.output.Listing;
import java.util.ArrayList;
import java.util.List;

/**
 * A framework as {@code proffer framework list} shows it.
 *
 * @param state {@code active}, {@code inactive} (connected, wants no offers), {@code disconnected}
 *     (its failover timeout runs) or {@code completed}
 * @param allocated what its tasks and executors hold
 */
public record FrameworkRow(
    String id,
    String name,
    String state,
    List<String> roles,
    String user,
    String hostname,
    Amounts allocated) {

  private static final List<Column<FrameworkRow>> COLUMNS =
      List.of(
          Column.text("id", FrameworkRow::id),
          Column.text("name", FrameworkRow::name),
          Column.text("state", FrameworkRow::state),
          Column.words("roles", FrameworkRow::roles),
          Column.text("user", FrameworkRow::user),
          Column.text("hostname", FrameworkRow::hostname),
          Column.amount("cpus", row -> row.allocated().cpus()),
          Column.amount("mem_mb", row -> row.allocated().memMb()),
          Column.amount("disk_mb", row -> row.allocated().diskMb()));

  /**
   * Asks a master for its frameworks.
   *
   * @param all also those that have ended
   */
  public static Listing<FrameworkRow> list(MasterClient master, boolean all) {
    JsonNode answer = master.call("GET_FRAMEWORKS");
    List<FrameworkRow> rows = new ArrayList<>();
    for (JsonNode framework : answer.path("frameworks")) {
      rows.add(of(framework, state(framework)));
    }
    if (all) {
      for (JsonNode framework : answer.path("completed_frameworks")) {
        rows.add(of(framework, "completed"));
      }
    }
    return new Listing<>(COLUMNS, rows, "frameworks");
  }

  private static String state(JsonNode framework) {
    if (!framework.path("connected").asBoolean()) {
      return "disconnected";
    }
    return framework.path("active").asBoolean() ? "active" : "inactive";
  }

  private static FrameworkRow of(JsonNode framework, String state) {
    JsonNode info = framework.path("framework_info");
    List<String> roles = new ArrayList<>();
    info.path("roles").forEach(role -> roles.add(role.asText()));
    if (roles.isEmpty()) {
      roles.add(info.path("role").asText("*"));
    }
    return new FrameworkRow(
        info.path("id").path("value").asText(),
        info.path("name").asText(),
        state,
        roles,
        info.path("user").asText(),
        info.path("hostname").asText(),
        Amounts.of(framework.path("allocated_resources")));
  }
}

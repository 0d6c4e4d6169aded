package io.proffer.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.proffer.cli.output.Column;
import io.proffer.cli.output.Listing;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A persistent volume as {@code proffer volume list} shows it.
 *
 * @param state {@code in use} by a task, or {@code kept}
 * @param path where tasks find it
 */
public record VolumeRow(
    String id,
    String state,
    String role,
    String agent,
    String agentId,
    double sizeMb,
    String path) {

  private static final List<Column<VolumeRow>> COLUMNS =
      List.of(
          Column.text("id", VolumeRow::id),
          Column.text("state", VolumeRow::state),
          Column.text("role", VolumeRow::role),
          Column.text("agent", VolumeRow::agent),
          Column.text("agent_id", VolumeRow::agentId).onlyInJson(),
          Column.amount("size_mb", VolumeRow::sizeMb),
          Column.text("path", VolumeRow::path));

  /** Asks a master: volumes are among what agents have reserved. */
  public static Listing<VolumeRow> list(MasterClient master) {
    List<VolumeRow> rows = new ArrayList<>();
    for (JsonNode agent : master.get("/slaves").path("slaves")) {
      Set<String> used = new TreeSet<>();
      agent.path("used_resources_full").forEach(one -> used.add(id(one)));
      for (JsonNode ofRole : agent.path("reserved_resources_full")) {
        for (JsonNode resource : ofRole) {
          if (!id(resource).isEmpty()) {
            rows.add(of(agent, resource, used.contains(id(resource)) ? "in use" : "kept"));
          }
        }
      }
    }
    return new Listing<>(COLUMNS, rows, "persistent volumes");
  }

  private static String id(JsonNode resource) {
    return resource.path("disk").path("persistence").path("id").asText();
  }

  private static VolumeRow of(JsonNode agent, JsonNode resource, String state) {
    JsonNode reservations = resource.path("reservations");
    String role = reservations.path(reservations.size() - 1).path("role").asText();
    return new VolumeRow(
        id(resource),
        state,
        role.isEmpty() ? resource.path("role").asText() : role,
        agent.path("hostname").asText(),
        agent.path("id").asText(),
        resource.path("scalar").path("value").asDouble(),
        resource.path("disk").path("volume").path("container_path").asText());
  }
}

package io.proffer.cli.job;

import com.fasterxml.jackson.databind.JsonNode;
import io.proffer.cli.output.Column;
import io.proffer.cli.output.Listing;
import java.util.ArrayList;
import java.util.List;

/** A run as {@code proffer job runs} and {@code proffer job history} show it. */
public record RunRow(
    String id, String status, String created, String completed, long attempts, String reason) {

  private static final List<Column<RunRow>> COLUMNS =
      List.of(
          Column.text("id", RunRow::id),
          Column.text("status", RunRow::status),
          Column.text("created", RunRow::created),
          Column.text("completed", RunRow::completed),
          Column.count("attempts", RunRow::attempts),
          Column.text("reason", RunRow::reason));

  /**
   * Runs as the framework tells them.
   *
   * @param noun what they are called, where there are none
   */
  public static Listing<RunRow> of(JsonNode runs, String noun) {
    List<RunRow> rows = new ArrayList<>();
    for (JsonNode run : runs) {
      JsonNode attempts = run.path("batch").path("attempts");
      rows.add(
          new RunRow(
              run.path("id").asText(),
              run.path("status").asText(),
              run.path("createdAt").asText(),
              run.path("completedAt").isNull() ? "" : run.path("completedAt").asText(),
              attempts.path(attempts.size() - 1).path("attempt").asLong(0),
              run.path("batch").path("message").asText()));
    }
    return new Listing<>(COLUMNS, rows, noun);
  }
}

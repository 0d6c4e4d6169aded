package io.proffer.cli.job;

import com.fasterxml.jackson.databind.JsonNode;
import io.proffer.cli.output.Column;
import io.proffer.cli.output.Listing;
import java.util.ArrayList;
import java.util.List;

/** A job as {@code proffer job list} shows it. */
public record JobRow(
    String id, String cron, String next, long active, long succeeded, long failed) {

  private static final List<Column<JobRow>> COLUMNS =
      List.of(
          Column.text("id", JobRow::id),
          Column.text("schedule", JobRow::cron),
          Column.text("next", JobRow::next),
          Column.count("active", JobRow::active),
          Column.count("succeeded", JobRow::succeeded),
          Column.count("failed", JobRow::failed));

  /** All jobs of a framework. */
  public static Listing<JobRow> list(BatchClient client) {
    List<JobRow> rows = new ArrayList<>();
    for (JsonNode job : client.get("/v1/jobs?embed=activeRuns,historySummary")) {
      JsonNode schedule = job.path("schedules").path(0);
      JsonNode history = job.path("historySummary");
      rows.add(
          new JobRow(
              job.path("id").asText(),
              schedule.path("cron").asText(),
              schedule.path("nextRunAt").asText(),
              job.path("activeRuns").size(),
              history.path("successCount").asLong(),
              history.path("failureCount").asLong()));
    }
    return new Listing<>(COLUMNS, rows, "jobs");
  }
}

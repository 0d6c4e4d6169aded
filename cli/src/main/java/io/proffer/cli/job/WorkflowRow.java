package io.proffer.cli.job;

import com.fasterxml.jackson.databind.JsonNode;
import io.proffer.cli.output.Column;
import io.proffer.cli.output.Listing;
import java.util.ArrayList;
import java.util.List;

/** Workflows and their jobs as {@code proffer job workflow} shows them. */
public final class WorkflowRow {

  private static final List<Column<One>> WORKFLOWS =
      List.of(
          Column.text("id", One::id),
          Column.text("status", One::status),
          Column.text("created", One::created),
          Column.text("completed", One::completed),
          Column.count("jobs", One::jobs),
          Column.count("failed", One::failed));

  private static final List<Column<Node>> JOBS =
      List.of(
          Column.text("job", Node::job),
          Column.text("status", Node::status),
          Column.text("run", Node::run),
          Column.text("after", Node::after),
          Column.text("reason", Node::reason));

  private WorkflowRow() {}

  /** One workflow among others. */
  public record One(
      String id, String status, String created, String completed, long jobs, long failed) {}

  /** One job of a workflow. */
  public record Node(String job, String status, String run, String after, String reason) {}

  /** Workflows as the framework tells them. */
  public static Listing<One> list(JsonNode workflows) {
    List<One> rows = new ArrayList<>();
    for (JsonNode workflow : workflows) {
      long failed = 0;
      for (JsonNode job : workflow.path("jobs")) {
        failed += job.path("status").asText().equals("FAILED") ? 1 : 0;
      }
      JsonNode completed = workflow.path("completedAt");
      rows.add(
          new One(
              workflow.path("id").asText(),
              workflow.path("status").asText(),
              workflow.path("createdAt").asText(),
              completed.isNull() ? "" : completed.asText(),
              workflow.path("jobs").size(),
              failed));
    }
    return new Listing<>(WORKFLOWS, rows, "workflows");
  }

  /** The jobs of one. */
  public static Listing<Node> jobs(JsonNode workflow) {
    List<Node> rows = new ArrayList<>();
    for (JsonNode job : workflow.path("jobs")) {
      List<String> after = new ArrayList<>();
      job.path("after")
          .forEach(d -> after.add(d.path("on").asText() + " " + d.path("id").asText()));
      rows.add(
          new Node(
              job.path("jobId").asText(),
              job.path("status").asText(),
              job.path("runId").asText(),
              String.join(", ", after),
              job.path("reason").asText()));
    }
    return new Listing<>(JOBS, rows, "jobs");
  }
}

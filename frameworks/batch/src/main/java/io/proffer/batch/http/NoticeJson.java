package io.proffer.batch.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.batch.json.Times;
import io.proffer.batch.kernel.Notice;
import java.time.Instant;
import java.util.List;

/**
 * What has happened, as it is told to those outside.
 *
 * @param type one of {@link #TYPES}
 */
public record NoticeJson(String type, String json) {

  /** All there are. */
  public static final List<String> TYPES =
      List.of(
          "job_created",
          "job_updated",
          "job_deleted",
          "job_run_started",
          "job_run_updated",
          "job_run_finished",
          "job_run_failed");

  /** The type alone, which costs little. */
  public static String type(Notice notice) {
    return switch (notice) {
      case Notice.JobCreated created -> "job_created";
      case Notice.JobUpdated updated -> "job_updated";
      case Notice.JobDeleted deleted -> "job_deleted";
      case Notice.RunStarted started -> "job_run_started";
      case Notice.RunUpdated updated -> "job_run_updated";
      case Notice.RunEnded ended -> ended.run().isSuccess() ? "job_run_finished" : "job_run_failed";
    };
  }

  /** All of it. */
  public static NoticeJson of(Instant at, Notice notice) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    switch (notice) {
      case Notice.JobCreated created -> json.put("jobId", created.job().value());
      case Notice.JobUpdated updated -> json.put("jobId", updated.job().value());
      case Notice.JobDeleted deleted -> json.put("jobId", deleted.job().value());
      case Notice.RunStarted started -> json.set("jobRun", RunJson.of(started.run()));
      case Notice.RunUpdated updated -> json.set("jobRun", RunJson.of(updated.run()));
      case Notice.RunEnded ended -> json.set("jobRun", RunJson.of(ended.run()));
    }
    String type = type(notice);
    json.put("eventType", type).put("timestamp", Times.text(at));
    return new NoticeJson(type, json.toString());
  }
}

package io.proffer.simulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.batch.json.InvalidObjectException;
import io.proffer.batch.json.JobReader;
import io.proffer.batch.model.Job;
import io.proffer.batch.model.JobId;
import io.proffer.batch.model.Schedule;
import io.proffer.sdk.testkit.engine.Draws;
import java.util.List;
import java.util.Optional;

/** What jobs people write. All of them end as long as nothing breaks. */
final class BatchJobs {

  /** Those after others come after them. */
  static final List<JobId> ALL =
      List.of(
          new JobId("tick-a"),
          new JobId("tick-b"),
          new JobId("tick-c"),
          new JobId("plain"),
          new JobId("huge"),
          new JobId("array"),
          new JobId("gang"),
          new JobId("rival"),
          new JobId("flow.first"),
          new JobId("flow.left"),
          new JobId("flow.right"),
          new JobId("flow.last"));

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final List<String> CRONS =
      List.of("* * * * *", "*/2 * * * *", "0-59/3 * * * *", "1,2,3,30 * * * *", "H/5 * * * *");

  private final Draws draws;
  private final Draws moods;

  BatchJobs(Draws draws) {
    this.draws = draws;
    this.moods = draws.fork("moods");
  }

  Job job(JobId id) {
    ObjectNode json = JSON.objectNode().put("id", id.value());
    ObjectNode run = json.putObject("run").put("cmd", "work " + draws.below(4));
    run.put("cpus", cpus(id));
    run.put("mem", 32).put("disk", 0).put("maxLaunchDelay", draws.between(60, 1800));
    run.put("taskKillGracePeriodSeconds", draws.between(1, 20));
    ObjectNode restart = run.putObject("restart");
    restart.put("policy", draws.chance(0.5) ? "NEVER" : "ON_FAILURE");
    if (draws.chance(0.3)) {
      restart.put("activeDeadlineSeconds", draws.between(60, 1200));
    }
    ObjectNode batch = json.putObject("batch");
    batch.put("user", "u" + draws.below(3)).put("pool", pool(id, "p" + draws.below(2)));
    if (draws.chance(0.3)) {
      batch.put("priority", draws.between(0, 100));
    }
    timeouts(batch);
    switch (id.value()) {
      case "tick-a", "tick-b", "tick-c" -> {
        json.putArray("schedules").add(schedule("every"));
        batch.put("misfire", draws.oneOf(List.of("SKIP", "ONCE", "ALL")));
      }
      case "array" -> array(batch);
      case "gang", "rival" -> {
        int size = draws.between(4, 8);
        ObjectNode gang = batch.putObject("gang").put("size", size);
        gang.put("minAvailable", draws.chance(0.6) ? size : draws.between(1, size));
        gang.put("startTimeoutSeconds", draws.between(10, 120));
      }
      case "flow.left" -> after(batch, "flow.first", draws.chance(0.7) ? "ok" : "any");
      case "flow.right" -> after(batch, "flow.first", draws.chance(0.7) ? "notok" : "any");
      case "flow.last" -> {
        after(batch, "flow.left", "any");
        after(batch, "flow.right", "any");
      }
      default -> {}
    }
    if (batch.path("gang").isMissingNode() && moods.chance(0.2)) {
      locality(batch);
    }
    return read(json);
  }

  /** More tasks of one user than there is room for. */
  static Job crowd() {
    ObjectNode json = JSON.objectNode().put("id", "crowd");
    ObjectNode run = json.putObject("run").put("cmd", "work").put("cpus", 1).put("mem", 32);
    run.put("disk", 0).putObject("restart").put("policy", "ON_FAILURE");
    ObjectNode batch = json.putObject("batch").put("user", "crowd").put("pool", "p0");
    batch.putObject("array").put("indexes", "0-39");
    batch.putObject("retry").put("backoffSeconds", 5).put("maxBackoffSeconds", 20);
    return read(json);
  }

  /** The two gangs gather room at the same time, as they are of two pools. */
  private static String pool(JobId id, String others) {
    return switch (id.value()) {
      case "gang" -> "p0";
      case "rival" -> "p1";
      default -> others;
    };
  }

  /** A gang of eight needs two of the machines for itself. */
  private double cpus(JobId id) {
    return switch (id.value()) {
      case "huge" -> 100;
      case "gang", "rival" -> 1;
      default -> 0.5 + draws.below(3) / 4.0;
    };
  }

  private void timeouts(ObjectNode batch) {
    batch
        .putObject("retry")
        .put("maxRetries", draws.between(0, 6))
        .put("backoffSeconds", draws.between(0, 20))
        .put("maxBackoffSeconds", 60);
    ObjectNode timeouts = batch.putObject("timeouts");
    if (draws.chance(0.3)) {
      timeouts.put("start", draws.between(5, 60));
    }
    if (draws.chance(0.4)) {
      timeouts.put("run", draws.between(5, 300));
    }
    if (draws.chance(0.3)) {
      timeouts.put("total", draws.between(30, 1200));
    }
  }

  private void array(ObjectNode batch) {
    int size = draws.between(1, 12);
    ObjectNode array = batch.putObject("array");
    array.put("indexes", "0-%d%%%d".formatted(size - 1, draws.between(1, 6)));
    if (draws.chance(0.5)) {
      array.put("maxFailedIndexes", draws.below(3));
    }
    if (moods.chance(0.6)) {
      size = moods.between(8, 16);
      array.put("indexes", "0-%d%%%d".formatted(size - 1, moods.between(6, 16)));
      ObjectNode copies = array.putObject("copies").put("max", moods.between(1, 3));
      copies.put("slowerThan", 1.2).put("afterSeconds", moods.between(0, 5));
    }
    if (draws.chance(0.5)) {
      ObjectNode policy = batch.putObject("successPolicy");
      switch (draws.below(3)) {
        case 0 -> policy.put("type", "any");
        case 1 -> policy.put("type", "quorum").put("count", draws.between(1, size));
        default -> policy.put("type", "indexes").put("indexes", "0-" + draws.below(size));
      }
    }
  }

  /** Its data is on some of the machines, or on none. */
  private void locality(ObjectNode batch) {
    ObjectNode locality = batch.putObject("locality").put("waitSeconds", moods.between(0, 25));
    ArrayNode prefer = locality.putArray("prefer");
    for (int i = 0; i <= moods.below(2); i++) {
      String value = ".*" + moods.between(1, 5);
      prefer.addObject().put("attribute", "@hostname").put("operator", "LIKE").put("value", value);
    }
  }

  private static void after(ObjectNode batch, String parent, String edge) {
    batch.withArray("dependencies").addObject().put("id", parent).put("on", edge);
  }

  private ObjectNode schedule(String id) {
    return JSON.objectNode()
        .put("id", id)
        .put("cron", draws.oneOf(CRONS))
        .put("startingDeadlineSeconds", draws.chance(0.5) ? 60 : draws.between(60, 900))
        .put("concurrencyPolicy", draws.oneOf(List.of("ALLOW", "FORBID", "REPLACE", "QUEUE")))
        .put("enabled", draws.chance(0.9));
  }

  /** Another schedule of the same name. */
  Schedule schedule(JobId job, String id) {
    try {
      return JobReader.schedule(schedule(id), job, Optional.of(id));
    } catch (InvalidObjectException impossible) {
      throw new IllegalStateException("no schedule", impossible);
    }
  }

  private static Job read(ObjectNode json) {
    try {
      return JobReader.job(json, Optional.empty(), JobReader.Schedules.TAKEN);
    } catch (InvalidObjectException impossible) {
      throw new IllegalStateException(json + " is no job: " + impossible, impossible);
    }
  }
}

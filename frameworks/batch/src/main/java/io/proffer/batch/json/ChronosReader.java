package io.proffer.batch.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.batch.model.Job;
import io.proffer.frameworks.common.json.Nearest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Reads jobs as Chronos has them: they are written down as Metronome has them, and then read as
 * such, with the same rules.
 */
public final class ChronosReader {

  /** The one schedule that a job of Chronos has. */
  static final String SCHEDULE = "chronos";

  private static final double CPUS = 0.1;
  private static final double MEM = 128;
  private static final double DISK = 256;
  private static final int RETRIES = 2;
  private static final int HIGH_PRIORITY = 80;

  private static final Set<String> KNOWN =
      Set.of(
          "name",
          "command",
          "shell",
          "arguments",
          "schedule",
          "scheduleTimeZone",
          "epsilon",
          "parents",
          "owner",
          "ownerName",
          "description",
          "cpus",
          "mem",
          "disk",
          "retries",
          "disabled",
          "concurrent",
          "highPriority",
          "runAsUser",
          "environmentVariables",
          "uris",
          "fetch",
          "container",
          "constraints",
          "maxCompletionTime",
          "labels");

  /** Said of a job, or of no effect in Chronos either. */
  private static final Set<String> IGNORED =
      Set.of(
          "successCount",
          "errorCount",
          "lastSuccess",
          "lastError",
          "errorsSinceLastSuccess",
          "executor",
          "executorFlags",
          "taskInfoData",
          "softError",
          "dataProcessingJobType",
          "async");

  private final ObjectNode in;
  private final ObjectNode out = JsonNodeFactory.instance.objectNode();
  private final ObjectNode run = out.putObject("run");
  private final ObjectNode batch = out.putObject("batch");

  private ChronosReader(ObjectNode in) {
    this.in = in;
  }

  /**
   * Reads a job.
   *
   * @param dependent whether it comes after others, rather than having a schedule
   * @param now when a schedule starts that does not say so
   */
  public static Job job(ObjectNode in, boolean dependent, Instant now)
      throws InvalidObjectException {
    ChronosReader reader = new ChronosReader(in);
    reader.refuse();
    reader.what();
    reader.where();
    reader.container();
    if (dependent) {
      reader.parents();
    } else {
      reader.schedule(now);
    }
    return JobReader.job(reader.out, Optional.empty(), JobReader.Schedules.TAKEN);
  }

  private void refuse() throws InvalidObjectException {
    for (String name : (Iterable<String>) in::fieldNames) {
      if (!KNOWN.contains(name) && !IGNORED.contains(name)) {
        String hint = Nearest.to(name, KNOWN).map(n -> "; did you mean '" + n + "'?").orElse("");
        throw InvalidObjectException.of("/" + name, "unknown field" + hint);
      }
    }
    if (!text("executor").isEmpty()) {
      throw InvalidObjectException.of("/executor", "executors of one's own are not supported");
    }
    if (in.path("softError").asBoolean()) {
      throw InvalidObjectException.of("/softError", "is not supported: see 'batch.failurePolicy'");
    }
  }

  private String text(String name) {
    return in.path(name).isNull() ? "" : in.path(name).asText();
  }

  private double amount(String name, double unset) {
    double given = in.path(name).asDouble(0);
    return given == 0 ? unset : given;
  }

  private void what() {
    out.put("id", text("name"));
    if (!text("description").isEmpty()) {
      out.put("description", text("description"));
    }
    ObjectNode labels = out.putObject("labels");
    for (String name : List.of("owner", "ownerName")) {
      if (!text(name).isEmpty()) {
        labels.put(name, text(name));
      }
    }
    in.path("labels").forEach(l -> labels.put(l.path("key").asText(), l.path("value").asText()));
    if (in.path("shell").asBoolean(true)) {
      run.put("cmd", text("command"));
    } else {
      ArrayNode args = run.putArray("args");
      if (!text("command").isEmpty()) {
        args.add(text("command"));
      }
      in.path("arguments").forEach(argument -> args.add(argument.asText()));
    }
    if (!text("runAsUser").isEmpty()) {
      run.put("user", text("runAsUser"));
    }
    ObjectNode env = run.putObject("env");
    in.path("environmentVariables")
        .forEach(v -> env.put(v.path("name").asText(), v.path("value").asText()));
    ArrayNode artifacts = run.putArray("artifacts");
    in.path("uris").forEach(uri -> artifacts.addObject().put("uri", uri.asText()));
    if (!in.path("fetch").isEmpty()) {
      artifacts.removeAll();
      for (JsonNode fetch : in.path("fetch")) {
        ObjectNode one = artifacts.addObject().put("uri", fetch.path("uri").asText());
        one.put("extract", fetch.path("extract").asBoolean(false));
        one.put("executable", fetch.path("executable").asBoolean(false));
        one.put("cache", fetch.path("cache").asBoolean(false));
      }
    }
  }

  private void where() throws InvalidObjectException {
    run.put("cpus", amount("cpus", CPUS));
    run.put("mem", amount("mem", MEM));
    run.put("disk", amount("disk", DISK));
    int retries = in.path("retries").asInt(RETRIES);
    run.putObject("restart").put("policy", retries > 0 ? "ON_FAILURE" : "NEVER");
    batch.putObject("retry").put("maxRetries", retries);
    if (in.path("highPriority").asBoolean()) {
      batch.put("priority", HIGH_PRIORITY);
    }
    if (in.path("maxCompletionTime").asInt(0) > 0) {
      batch.putObject("timeouts").put("run", in.path("maxCompletionTime").asInt());
    }
    ArrayNode constraints = run.putObject("placement").putArray("constraints");
    for (JsonNode constraint : in.path("constraints")) {
      String operator = constraint.path(1).asText().toUpperCase(Locale.ROOT);
      if (!Set.of("EQUALS", "LIKE", "UNLIKE").contains(operator)) {
        throw InvalidObjectException.of(
            "/constraints", "'" + operator + "' is none of EQUALS, LIKE, UNLIKE");
      }
      constraints
          .addObject()
          .put("attribute", constraint.path(0).asText())
          .put("operator", operator.equals("EQUALS") ? "IS" : operator)
          .put("value", constraint.path(2).asText());
    }
  }

  private void container() throws InvalidObjectException {
    JsonNode container = in.path("container");
    if (!container.isObject()) {
      return;
    }
    ObjectNode docker = run.putObject("docker").put("image", container.path("image").asText());
    docker.put("forcePullImage", container.path("forcePullImage").asBoolean(false));
    ArrayNode parameters = docker.putArray("parameters");
    for (JsonNode parameter : container.path("parameters")) {
      parameters
          .addObject()
          .put("key", parameter.path("key").asText())
          .put("value", parameter.path("value").asText());
    }
    ArrayNode volumes = run.putArray("volumes");
    for (JsonNode volume : container.path("volumes")) {
      if (volume.has("external")) {
        throw InvalidObjectException.of("/container/volumes", "external ones are not supported");
      }
      volumes
          .addObject()
          .put("containerPath", volume.path("containerPath").asText())
          .put("hostPath", volume.path("hostPath").asText())
          .put("mode", volume.path("mode").asText("RW"));
    }
    ArrayNode networks = run.putArray("networks");
    switch (container.path("network").asText("HOST").toUpperCase(Locale.ROOT)) {
      case "HOST" -> networks.addObject().put("mode", "host");
      case "BRIDGE" -> networks.addObject().put("mode", "container/bridge");
      case "USER" ->
          networks
              .addObject()
              .put("mode", "container")
              .put("name", container.path("networkName").asText());
      default ->
          throw InvalidObjectException.of("/container/network", "is none of HOST, BRIDGE, USER");
    }
  }

  private void parents() throws InvalidObjectException {
    if (in.path("parents").isEmpty()) {
      throw InvalidObjectException.of("/parents", "is missing: which jobs does it come after?");
    }
    ArrayNode dependencies = out.putArray("dependencies");
    in.path("parents").forEach(parent -> dependencies.addObject().put("id", parent.asText()));
    if (in.path("disabled").asBoolean()) {
      batch.put("suspend", true);
    }
  }

  private void schedule(Instant now) throws InvalidObjectException {
    String text = text("schedule");
    if (text.isEmpty()) {
      throw InvalidObjectException.of("/schedule", "is missing");
    }
    ObjectNode schedule = out.putArray("schedules").addObject().put("id", SCHEDULE);
    schedule.put("cron", text.replaceFirst("^(R[0-9]*)//", "$1/" + now + "/"));
    if (!text("scheduleTimeZone").isEmpty()) {
      schedule.put("timezone", text("scheduleTimeZone"));
    }
    schedule.put("enabled", !in.path("disabled").asBoolean());
    schedule.put("concurrencyPolicy", in.path("concurrent").asBoolean() ? "ALLOW" : "FORBID");
    if (!text("epsilon").isEmpty()) {
      try {
        long seconds = Duration.parse(text("epsilon")).toSeconds();
        schedule.put("startingDeadlineSeconds", Math.max(60, seconds));
      } catch (DateTimeException wrong) {
        throw InvalidObjectException.of("/epsilon", "is no time, as PT15M");
      }
    }
  }
}

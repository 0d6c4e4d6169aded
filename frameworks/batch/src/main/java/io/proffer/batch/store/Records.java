package io.proffer.batch.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.batch.json.InvalidObjectException;
import io.proffer.batch.json.JobReader;
import io.proffer.batch.json.JobWriter;
import io.proffer.batch.kernel.Attempt;
import io.proffer.batch.kernel.Failure;
import io.proffer.batch.kernel.FinishedRun;
import io.proffer.batch.kernel.Launches;
import io.proffer.batch.kernel.Run;
import io.proffer.batch.kernel.ScheduleMark;
import io.proffer.batch.kernel.Usage;
import io.proffer.batch.model.Job;
import io.proffer.batch.model.JobId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Records as JSON. What a job says is written as the API writes it. */
final class Records {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private Records() {}

  static ObjectNode write(Job job) {
    ObjectNode out = JobWriter.write(job);
    ArrayNode schedules = out.putArray("schedules");
    job.schedule().ifPresent(schedule -> schedules.add(JobWriter.write(schedule)));
    return out;
  }

  static Job job(ObjectNode in) throws InvalidObjectException {
    return JobReader.job(in, Optional.empty(), JobReader.Schedules.TAKEN);
  }

  /** A run with what it runs, as a job of its own. */
  static ObjectNode write(Run run) {
    Job runs =
        new Job(
            run.job(),
            Optional.empty(),
            run.labels(),
            run.spec(),
            Optional.empty(),
            List.of(),
            run.extensions());
    ObjectNode out = JSON.objectNode().put("id", run.id());
    out.set("runs", JobWriter.write(runs));
    out.put("createdAt", run.createdAt().toString());
    put(out, "scheduledFor", run.scheduledFor());
    run.token().ifPresent(token -> out.put("token", token));
    run.workflow()
        .ifPresent(
            id -> out.putObject("workflow").put("root", id.root().value()).put("run", id.run()));
    out.put("inTurn", run.inTurn());
    out.put("charged", run.charged()).put("uncharged", run.uncharged());
    out.put("due", run.due().toString());
    run.stopped()
        .ifPresent(
            stop ->
                out.putObject("stopped")
                    .put("failure", stop.failure().name())
                    .put("reason", stop.reason()));
    attempts(out, run.attempts());
    return out;
  }

  static Run run(ObjectNode in) throws InvalidObjectException {
    Job runs = job((ObjectNode) in.path("runs"));
    JsonNode stopped = in.path("stopped");
    return new Run(
        in.path("id").asText(),
        runs.id(),
        runs.run(),
        runs.extensions(),
        runs.labels(),
        time(in, "createdAt").orElseThrow(),
        time(in, "scheduledFor"),
        text(in, "token"),
        in.path("workflow").isObject()
            ? Optional.of(WorkflowRecords.id(in.path("workflow")))
            : Optional.empty(),
        in.path("inTurn").asBoolean(),
        in.path("charged").asInt(),
        in.path("uncharged").asInt(),
        time(in, "due").orElseThrow(),
        stopped.isObject()
            ? Optional.of(
                new Run.Stop(
                    Failure.valueOf(stopped.path("failure").asText()),
                    stopped.path("reason").asText()))
            : Optional.empty(),
        attempts(in));
  }

  static ObjectNode write(FinishedRun run) {
    ObjectNode out = JSON.objectNode().put("id", run.id()).put("job", run.job().value());
    out.put("createdAt", run.createdAt().toString());
    out.put("finishedAt", run.finishedAt().toString());
    put(out, "scheduledFor", run.scheduledFor());
    run.token().ifPresent(token -> out.put("token", token));
    out.put("failure", run.failure().name()).put("message", run.message());
    attempts(out, run.attempts());
    run.array().ifPresent(array -> out.set("array", ArrayRecords.write(array)));
    if (!run.places().isEmpty()) {
      PlaceRecords.write(run.places(), out);
    }
    return out;
  }

  static FinishedRun finished(JsonNode in) {
    return new FinishedRun(
        in.path("id").asText(),
        new JobId(in.path("job").asText()),
        time(in, "createdAt").orElseThrow(),
        time(in, "finishedAt").orElseThrow(),
        time(in, "scheduledFor"),
        text(in, "token"),
        Failure.valueOf(in.path("failure").asText()),
        in.path("message").asText(),
        attempts(in),
        in.path("array").isObject()
            ? Optional.of(ArrayRecords.view(in.path("array")))
            : Optional.empty(),
        PlaceRecords.read(in));
  }

  private static void attempts(ObjectNode run, List<Attempt> attempts) {
    ArrayNode out = run.putArray("attempts");
    attempts.forEach(attempt -> write(attempt, out.addObject()));
  }

  static void write(Attempt attempt, ObjectNode one) {
    one.put("number", attempt.number());
    one.put("taskId", attempt.taskId()).put("agentId", attempt.agentId());
    one.put("hostname", attempt.hostname()).put("agentUrl", attempt.agentUrl());
    one.put("launchedAt", attempt.launchedAt().toString()).put("state", attempt.state());
    put(one, "startedAt", attempt.startedAt());
    put(one, "completedAt", attempt.completedAt());
    put(one, "unseenSince", attempt.unseenSince());
    attempt.preempted().ifPresent(why -> write(why, one.putObject("preempted")));
    attempt.ending().ifPresent(ending -> write(ending, one.putObject("ending")));
  }

  private static void write(Attempt.Preempted why, ObjectNode out) {
    out.put("at", why.at().toString()).put("job", why.job().value()).put("run", why.run());
  }

  private static Attempt.Preempted preempted(JsonNode in) {
    return new Attempt.Preempted(
        time(in, "at").orElseThrow(), new JobId(in.path("job").asText()), in.path("run").asText());
  }

  private static void write(Attempt.Ending ending, ObjectNode out) {
    out.put("failure", ending.failure().name());
    ending.exitCode().ifPresent(code -> out.put("exitCode", code));
    ending.signal().ifPresent(signal -> out.put("signal", signal));
    out.put("reason", ending.reason()).put("message", ending.message());
  }

  private static List<Attempt> attempts(JsonNode run) {
    List<Attempt> attempts = new ArrayList<>();
    run.path("attempts").forEach(one -> attempts.add(attempt(one)));
    return attempts;
  }

  static Attempt attempt(JsonNode one) {
    JsonNode ending = one.path("ending");
    return new Attempt(
        one.path("number").asInt(),
        one.path("taskId").asText(),
        one.path("agentId").asText(),
        one.path("hostname").asText(),
        one.path("agentUrl").asText(),
        time(one, "launchedAt").orElseThrow(),
        one.path("state").asText(),
        time(one, "startedAt"),
        time(one, "completedAt"),
        time(one, "unseenSince"),
        one.path("preempted").isObject()
            ? Optional.of(preempted(one.path("preempted")))
            : Optional.empty(),
        ending.isObject() ? Optional.of(ending(ending)) : Optional.empty());
  }

  private static Attempt.Ending ending(JsonNode in) {
    return new Attempt.Ending(
        Failure.valueOf(in.path("failure").asText()),
        in.has("exitCode") ? Optional.of(in.path("exitCode").asInt()) : Optional.empty(),
        text(in, "signal"),
        in.path("reason").asText(),
        in.path("message").asText());
  }

  static ObjectNode write(JobId job, ScheduleMark mark) {
    ObjectNode out = JSON.objectNode().put("job", job.value());
    out.put("handledUntil", mark.handledUntil().toString());
    ArrayNode misses = out.putArray("misses");
    for (ScheduleMark.Miss miss : mark.misses()) {
      misses
          .addObject()
          .put("first", miss.first().toString())
          .put("last", miss.last().toString())
          .put("count", miss.count())
          .put("reason", miss.reason());
    }
    return out;
  }

  static Map.Entry<JobId, ScheduleMark> mark(JsonNode in) {
    List<ScheduleMark.Miss> misses = new ArrayList<>();
    for (JsonNode miss : in.path("misses")) {
      misses.add(
          new ScheduleMark.Miss(
              time(miss, "first").orElseThrow(),
              time(miss, "last").orElseThrow(),
              miss.path("count").asInt(),
              miss.path("reason").asText()));
    }
    return Map.entry(
        new JobId(in.path("job").asText()),
        new ScheduleMark(time(in, "handledUntil").orElseThrow(), misses));
  }

  static ObjectNode write(Usage usage) {
    ObjectNode out = JSON.objectNode().put("pool", usage.pool());
    ObjectNode users = out.put("at", usage.at().toString()).putObject("users");
    usage.byUser().forEach(users::put);
    return out;
  }

  static Usage usage(ObjectNode in) {
    Map<String, Double> users = new TreeMap<>();
    in.path("users").properties().forEach(u -> users.put(u.getKey(), u.getValue().asDouble()));
    return new Usage(in.path("pool").asText(), time(in, "at").orElseThrow(), users);
  }

  static ObjectNode write(Launches launches) {
    ObjectNode out = JSON.objectNode().put("pool", launches.pool());
    launches.whole().ifPresent(left -> write(left, out.putObject("left")));
    ObjectNode users = out.putObject("users");
    launches.byUser().forEach((user, left) -> write(left, users.putObject(user)));
    return out;
  }

  private static void write(Launches.Left left, ObjectNode out) {
    out.put("launches", left.launches()).put("at", left.at().toString());
  }

  static Launches launches(ObjectNode in) {
    Map<String, Launches.Left> users = new TreeMap<>();
    in.path("users").properties().forEach(u -> users.put(u.getKey(), left(u.getValue())));
    Optional<Launches.Left> whole =
        in.has("left") ? Optional.of(left(in.path("left"))) : Optional.empty();
    return new Launches(in.path("pool").asText(), whole, users);
  }

  private static Launches.Left left(JsonNode in) {
    return new Launches.Left(in.path("launches").asDouble(), time(in, "at").orElseThrow());
  }

  private static void put(ObjectNode out, String name, Optional<Instant> time) {
    time.ifPresent(at -> out.put(name, at.toString()));
  }

  static Optional<Instant> time(JsonNode in, String name) {
    return text(in, name).map(Instant::parse);
  }

  private static Optional<String> text(JsonNode in, String name) {
    return in.has(name) ? Optional.of(in.path(name).asText()) : Optional.empty();
  }
}

package io.proffer.batch.http;

import static io.proffer.frameworks.common.openapi.Operation.delete;
import static io.proffer.frameworks.common.openapi.Operation.get;
import static io.proffer.frameworks.common.openapi.Operation.send;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.frameworks.common.openapi.OpenApiDocument;
import io.proffer.frameworks.common.openapi.Operation;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** All that can be asked for. What is not in this list is not there: a test holds both together. */
final class Operations {

  private static final OpenApiDocument.Parameters PARAMETERS =
      new OpenApiDocument.Parameters(
          Map.ofEntries(
              Map.entry("embed", "What is answered besides: activeRuns, schedules, history."),
              Map.entry("stopCurrentJobRuns", "Stop the job's runs first."),
              Map.entry("limit", "So many at most."),
              Map.entry("cursor", "As the page before this one said."),
              Map.entry("offset", "From this byte on, with the next offset."),
              Map.entry("name", "Only jobs whose name has this in it."),
              Map.entry("command", "Only jobs whose command has this in it."),
              Map.entry("any", "Only jobs that have this in the one or the other."),
              Map.entry("arguments", "Behind the command."),
              Map.entry("index", "Of an array.")),
          Set.of("stopCurrentJobRuns"),
          Set.of("embed"));

  private static final String JOB = "/v1/jobs/{id}";
  private static final String SCHEDULE = JOB + "/schedules/{schedule}";
  private static final String RUN = JOB + "/runs/{run}";
  private static final String FLOW = JOB + "/workflows/{workflow}";
  private static final String OLD_JOB = "/v0/scheduled-jobs/{id}";
  private static final String WEBHOOK = "/v1/webhooks/{webhook}";
  private static final String CHRONOS = "/v1/scheduler";
  private static final String POOL = "/v1/pools/{pool}";

  private static final List<Operation> ALL =
      List.of(
          get("/v1/jobs", "The jobs", "Jobs", "embed"),
          send("POST", "/v1/jobs", "Make a job", "Job", "Job").answering(201),
          get(JOB, "A job", "Job", "embed"),
          send("PUT", JOB, "Change a job; its schedule stays", "Job", "Job"),
          delete(JOB, "Remove a job with its history", "Job", "stopCurrentJobRuns"),
          get(JOB + "/schedules", "The schedules of a job, one at most", "Schedules"),
          send("POST", JOB + "/schedules", "Give a job a schedule", "Schedule", "Schedule")
              .answering(201),
          get(SCHEDULE, "A schedule, with what was missed", "Schedule"),
          get(SCHEDULE + "/next", "When a job is due the next five times", "Any"),
          send("PUT", SCHEDULE, "Change a schedule", "Schedule", "Schedule"),
          delete(SCHEDULE, "Remove a schedule", ""),
          get(JOB + "/runs", "The runs that have not ended", "Runs"),
          send("POST", JOB + "/runs", "Start a run", "Start", "Run").answering(201),
          get(RUN, "A run, also when it has ended", "Run"),
          send("POST", RUN + "/actions/stop", "Stop a run", "Any", "Run").empty(),
          get(RUN + "/why", "What a run waits for", "Why"),
          get(
              RUN + "/logs/{attempt}/{file}",
              "What an attempt has written to stdout or stderr",
              "text/plain",
              "offset",
              "index"),
          get(JOB + "/history", "The runs that are remembered", "History", "limit", "cursor"),
          get(JOB + "/workflows", "The workflows that began with a job", "Any"),
          get(FLOW, "A workflow", "Any"),
          send("POST", FLOW + "/actions/restart", "Go on from what failed", "Any", "Any").empty(),
          send("POST", FLOW + "/actions/stop", "Stop all that runs of it", "Any", "Any").empty(),
          send(
                  "POST",
                  FLOW + "/jobs/{job}/actions/succeed",
                  "Take a job that failed for one that ended well",
                  "Any",
                  "Any")
              .empty(),
          get("/v0/scheduled-jobs", "The jobs", "Jobs", "embed"),
          send("POST", "/v0/scheduled-jobs", "Make a job with its schedule", "Job", "Job")
              .answering(201),
          get(OLD_JOB, "A job", "Job", "embed"),
          send("PUT", OLD_JOB, "Change a job and its schedule", "Job", "Job"),
          delete(OLD_JOB, "Remove a job with its history", "Job", "stopCurrentJobRuns"),
          get("/v1/pools", "The pools", "Any"),
          get(POOL, "A pool, with what was used of late", "Pool"),
          send("PUT", POOL, "Say how users share a pool", "Pool", "Pool"),
          delete(POOL, "Forget what was said of a pool", "Pool"),
          send("POST", CHRONOS + "/iso8601", "As Chronos: make or change a job", "Any", "")
              .answering(204),
          send("PUT", CHRONOS + "/iso8601", "As Chronos: make or change a job", "Any", "")
              .answering(204),
          send("POST", CHRONOS + "/dependency", "One that comes after others", "Any", "")
              .answering(204),
          send("PUT", CHRONOS + "/dependency", "One that comes after others", "Any", "")
              .answering(204),
          get(CHRONOS + "/jobs", "The jobs as Chronos has them", "Any"),
          get(CHRONOS + "/jobs/summary", "How the jobs are", "Any"),
          get(CHRONOS + "/jobs/search", "Some jobs", "Any", "name", "command", "any", "limit"),
          get(CHRONOS + "/job/{id}", "A job as Chronos has it", "Any"),
          send("PUT", CHRONOS + "/job/{id}", "Start a run", "Any", "", "arguments")
              .empty()
              .answering(204),
          delete(CHRONOS + "/job/{id}", "Remove a job", "").answering(204),
          get(CHRONOS + "/job/stat/{id}", "What became of its tasks", "Any"),
          send(
                  "PUT",
                  CHRONOS + "/job/success/{id}",
                  "Take a job that failed for one that ended well",
                  "Any",
                  "text/plain")
              .empty(),
          delete(CHRONOS + "/task/kill/{id}", "Stop the runs of a job", "").answering(204),
          get(CHRONOS + "/graph/csv", "Which jobs come after which", "text/plain"),
          get(CHRONOS + "/graph/dot", "Which jobs come after which", "text/plain"),
          get("/v1/webhooks", "Who is called when something happens", "Any"),
          send("POST", "/v1/webhooks", "Have a URL called", "Webhook", "Webhook").answering(201),
          get(WEBHOOK, "One of them", "Webhook"),
          send("PUT", WEBHOOK, "Change one", "Webhook", "Webhook"),
          delete(WEBHOOK, "Call it no more", "Webhook"),
          get("/v1/queue", "The runs that wait", "Any"),
          get("/v1/events", "What happens, as server-sent events", "text/event-stream"),
          get("/v1/metrics", "Measured values", "Any"),
          get("/info", "About the framework", "Any"),
          get("/leader", "Who leads", "Any"),
          get("/ping", "Whether it is there", "text/plain"),
          get("/openapi.json", "This document", "Any"));

  private Operations() {}

  /** {@code /openapi.json}. */
  static ObjectNode document() {
    return OpenApiDocument.of(
        "Proffer's batch framework",
        InfoEndpoint.API_VERSION,
        "Jobs that run to their end, through Metronome's API. What that has no word for is in an"
            + " object 'batch' of jobs and runs.",
        ALL,
        PARAMETERS,
        OpenApiSchemas::add);
  }
}

package io.proffer.batch.http;

import static io.proffer.frameworks.common.openapi.Schemas.list;
import static io.proffer.frameworks.common.openapi.Schemas.object;
import static io.proffer.frameworks.common.openapi.Schemas.reference;
import static io.proffer.frameworks.common.openapi.Schemas.strings;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** The shapes of what is sent and answered, as far as programs need them to begin with. */
final class OpenApiSchemas {

  private OpenApiSchemas() {}

  static void add(ObjectNode schemas) {
    object(schemas, "Any", List.of(), List.of());
    job(schemas);
    list(schemas, "Jobs", "Job");
    ObjectNode schedule =
        object(
            schemas,
            "Schedule",
            List.of("id", "cron", "timezone", "concurrencyPolicy", "nextRunAt"),
            List.of("startingDeadlineSeconds"));
    schedule.withObjectProperty("properties").putObject("enabled").put("type", "boolean");
    list(schemas, "Schedules", "Schedule");
    ObjectNode start = object(schemas, "Start", List.of("idempotencyToken", "payload"), List.of());
    strings(start, "args");
    objects(start, "env", "labels", "placement");
    run(schemas);
    list(schemas, "Runs", "Run");
    reference(object(schemas, "History", List.of("cursor"), List.of()), "runs", "Runs");
    strings(object(schemas, "Why", List.of(), List.of()), "why");
    ObjectNode pool = object(schemas, "Pool", List.of("name"), List.of("halfLifeSeconds"));
    pool.withObjectProperty("properties").putObject("weight").put("type", "number");
    objects(pool, "shares", "quota", "userQuota", "preemption", "usage");
    strings(
        object(
            schemas,
            "Webhook",
            List.of("id", "url", "secret", "trouble"),
            List.of("delivered", "dropped", "waiting")),
        "events");
    ObjectNode error = object(schemas, "Error", List.of("message", "requestPath"), List.of());
    error
        .withObjectProperty("properties")
        .putObject("details")
        .put("type", "array")
        .putObject("items")
        .put("type", "object");
  }

  private static void job(ObjectNode schemas) {
    ObjectNode named = object(schemas, "Dependency", List.of("id"), List.of());
    named.putArray("required").add("id");
    list(schemas, "Dependencies", "Dependency");
    ObjectNode spec =
        object(
            schemas,
            "RunSpec",
            List.of("cmd", "user"),
            List.of("gpus", "maxLaunchDelay", "taskKillGracePeriodSeconds"));
    for (String amount : List.of("cpus", "mem", "disk")) {
      spec.withObjectProperty("properties").putObject(amount).put("type", "number");
    }
    spec.putArray("required").add("cpus").add("mem").add("disk");
    strings(spec, "args");
    objects(spec, "env", "secrets", "docker", "ucr", "placement", "restart");
    ObjectNode job = object(schemas, "Job", List.of("id", "description"), List.of());
    job.putArray("required").add("id").add("run");
    reference(job, "run", "RunSpec");
    reference(job, "schedules", "Schedules");
    reference(job, "dependencies", "Dependencies");
    objects(job, "labels", "batch", "history", "historySummary");
  }

  private static void run(ObjectNode schemas) {
    object(schemas, "Task", List.of("id", "startedAt", "completedAt", "status"), List.of());
    list(schemas, "Tasks", "Task");
    ObjectNode run =
        object(
            schemas,
            "Run",
            List.of("id", "jobId", "status", "createdAt", "completedAt"),
            List.of());
    reference(run, "tasks", "Tasks");
    objects(run, "batch");
  }

  private static void objects(ObjectNode schema, String... fields) {
    for (String field : fields) {
      schema.withObjectProperty("properties").putObject(field).put("type", "object");
    }
  }
}

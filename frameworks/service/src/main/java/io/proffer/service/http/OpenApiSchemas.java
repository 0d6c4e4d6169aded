package io.proffer.service.http;

import static io.proffer.frameworks.common.openapi.Schemas.holding;
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
    app(schemas);
    list(schemas, "AppList", "App");
    holding(schemas, "Apps", "apps", "AppList");
    holding(schemas, "AppAnswer", "app", "App");
    ObjectNode group = object(schemas, "Group", List.of("id", "version"), List.of());
    reference(group, "apps", "AppList");
    strings(group, "dependencies");
    ObjectNode task =
        object(
            schemas,
            "Task",
            List.of("id", "appId", "slaveId", "host", "state", "stagedAt", "startedAt", "version"),
            List.of());
    task.withObjectProperty("properties")
        .putObject("ports")
        .put("type", "array")
        .putObject("items")
        .put("type", "integer");
    list(schemas, "TaskList", "Task");
    holding(schemas, "Tasks", "tasks", "TaskList");
    holding(schemas, "TaskAnswer", "task", "Task");
    strings(object(schemas, "TaskIds", List.of(), List.of()), "ids");
    strings(object(schemas, "Versions", List.of(), List.of()), "versions");
    object(schemas, "Result", List.of("version", "deploymentId"), List.of());
    object(schemas, "Deployment", List.of("id", "version"), List.of("currentStep", "totalSteps"));
    list(schemas, "Deployments", "Deployment");
    ObjectNode entry = object(schemas, "QueueEntry", List.of("since", "role"), List.of("count"));
    reference(entry, "app", "App");
    list(schemas, "QueueEntries", "QueueEntry");
    holding(schemas, "Queue", "queue", "QueueEntries");
    object(schemas, "Leader", List.of("leader"), List.of());
    object(schemas, "Error", List.of("message"), List.of())
        .withObjectProperty("properties")
        .putObject("details")
        .put("type", "array")
        .putObject("items")
        .put("type", "object");
  }

  private static void app(ObjectNode schemas) {
    ObjectNode app =
        object(
            schemas,
            "App",
            List.of("id", "cmd", "user", "version"),
            List.of("instances", "tasksStaged", "tasksRunning", "tasksHealthy", "tasksUnhealthy"));
    ObjectNode properties = app.withObjectProperty("properties");
    for (String amount : List.of("cpus", "mem", "disk", "gpus")) {
      properties.putObject(amount).put("type", "number");
    }
    strings(app, "args");
    strings(app, "dependencies");
    for (String map : List.of("env", "labels", "container", "upgradeStrategy")) {
      properties.putObject(map).put("type", "object");
    }
    for (String list : List.of("constraints", "healthChecks", "portDefinitions", "fetch")) {
      properties.putObject(list).put("type", "array").putObject("items");
    }
  }
}

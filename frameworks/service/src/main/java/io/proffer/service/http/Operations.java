package io.proffer.service.http;

import static io.proffer.frameworks.common.openapi.Operation.delete;
import static io.proffer.frameworks.common.openapi.Operation.get;
import static io.proffer.frameworks.common.openapi.Operation.send;

import io.proffer.frameworks.common.openapi.Operation;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** All that can be asked for. What is not in this list is not there: a test holds both together. */
final class Operations {

  /** What parameters after the question mark mean. */
  static final Map<String, String> PARAMETERS =
      Map.ofEntries(
          Map.entry("cmd", "Only apps whose command has this in it."),
          Map.entry("id", "Only apps whose id has this in it."),
          Map.entry("label", "Only apps whose labels are so: k, k==v, k!=v, k in (a,b)."),
          Map.entry("embed", "What is answered besides, such as apps.tasks."),
          Map.entry("force", "Give up the deployments that change the same."),
          Map.entry("partialUpdate", "What is not sent stays as it is; true unless said."),
          Map.entry("host", "Only tasks on this machine; * for all."),
          Map.entry("scale", "Lower the number of instances by those that end."),
          Map.entry("wipe", "Give up what they have kept, too."),
          Map.entry("status", "Only tasks that are running, or staging."),
          Map.entry("dryRun", "Only say what would be done."),
          Map.entry("callbackUrl", "The URL that is called."),
          Map.entry("event_type", "Only events of these types."));

  static final Set<String> FLAGS = Set.of("force", "partialUpdate", "scale", "wipe", "dryRun");
  static final Set<String> REPEATED = Set.of("label", "embed", "status", "event_type");

  private static final String APP = "/v2/apps/{id}";
  private static final String POD = "/v2/pods/{id}";
  private static final String GROUP = "/v2/groups/{id}";

  static final List<Operation> ALL =
      List.of(
          get("/v2/apps", "The apps", "Apps", "cmd", "id", "label", "embed"),
          send("POST", "/v2/apps", "Make an app", "App", "App", "force").answering(201),
          send(
              "PUT",
              "/v2/apps",
              "Make or change apps",
              "AppList",
              "Result",
              "force",
              "partialUpdate"),
          send("PATCH", "/v2/apps", "Change apps", "AppList", "Result", "force"),
          get(APP, "An app", "AppAnswer", "embed"),
          send("PUT", APP, "Make or change an app", "App", "Result", "force", "partialUpdate")
              .answering(200, 201),
          send("PATCH", APP, "Change an app", "App", "Result", "force"),
          delete(APP, "End an app and forget it", "Result", "force"),
          send("POST", APP + "/restart", "Replace all instances", "App", "Result", "force").empty(),
          get(APP + "/tasks", "The tasks of an app", "Tasks"),
          delete(APP + "/tasks", "End tasks of an app", "Tasks", "host", "scale", "wipe", "force"),
          delete(APP + "/tasks/{task}", "End a task", "TaskAnswer", "scale", "wipe", "force"),
          get(APP + "/versions", "The versions of an app, the newest first", "Versions"),
          get(APP + "/versions/{version}", "An app as it was in a version", "App"),
          get("/v2/tasks", "All tasks", "Tasks", "status"),
          send(
              "POST",
              "/v2/tasks/delete",
              "End tasks",
              "TaskIds",
              "Tasks",
              "scale",
              "wipe",
              "force"),
          get("/v2/groups", "The root group", "Group", "embed"),
          send("POST", "/v2/groups", "Make a group", "Group", "Result", "force").answering(201),
          send("PUT", "/v2/groups", "Change the root group", "Group", "Result", "force", "dryRun"),
          delete("/v2/groups", "End all apps", "Result", "force"),
          get(GROUP, "A group", "Group", "embed"),
          send("POST", GROUP, "Make a group", "Group", "Result", "force").answering(201),
          send("PUT", GROUP, "Make or change a group", "Group", "Result", "force", "dryRun"),
          send("PATCH", GROUP, "Have its apps have its role", "Any", "").answering(200),
          delete(GROUP, "End all apps of a group and forget it", "Result", "force"),
          get("/v2/groups/versions", "The versions of all that is wanted", "Any"),
          get("/v2/groups/versions/{version}", "All as it was in a version", "Group", "embed"),
          get(GROUP + "/versions", "The versions in which there was the group", "Any"),
          get(GROUP + "/versions/{version}", "A group as it was in a version", "Group", "embed"),
          get(GROUP + "/apps", "The apps of a group and of those below it", "Apps", "embed"),
          get("/v2/pods", "The pods", "Any"),
          send("POST", "/v2/pods", "Make a pod", "Any", "Any", "force").answering(201),
          get("/v2/pods/::status", "How all pods are", "Any"),
          get(POD, "A pod", "Any"),
          send("PUT", POD, "Change a pod", "Any", "Any", "force"),
          delete(POD, "End a pod and forget it", "", "force").answering(202),
          get(POD + "::status", "How a pod is", "Any"),
          get(POD + "::versions", "The versions of a pod, the newest first", "Any"),
          get(POD + "::versions/{version}", "A pod as it was in a version", "Any"),
          delete(POD + "::instances", "End instances of a pod", "Any"),
          delete(POD + "::instances/{instance}", "End an instance of a pod", "Any"),
          get("/v2/deployments", "The deployments that run", "Deployments"),
          delete(
                  "/v2/deployments/{deployment}",
                  "Undo a deployment, or give it up",
                  "Result",
                  "force")
              .answering(200, 202),
          get("/v2/queue", "What waits to be launched, and why", "Queue", "embed"),
          delete("/v2/queue/{id}/delay", "Launch at once again", "").answering(204),
          get(
              "/v2/events",
              "What happens, as server-sent events",
              "text/event-stream",
              "event_type"),
          get("/v2/eventSubscriptions", "Who is called for each event", "Any"),
          send("POST", "/v2/eventSubscriptions", "Call a URL", "Any", "Any", "callbackUrl"),
          delete("/v2/eventSubscriptions", "Call it no more", "Any", "callbackUrl"),
          get("/v2/info", "About the framework", "Any"),
          get("/v2/leader", "Who leads", "Leader"),
          delete("/v2/leader", "Give up the lead", "Any"),
          get("/v2/plugins", "The plugins, of which there are none", "Any"),
          get("/logging", "What is logged, by logger", "Any"),
          send("POST", "/logging", "Log more or less of something", "Any", "Any"),
          get("/config", "What it was started with", "Any"),
          get("/metrics", "Measured values", "Any"),
          get("/metrics/prometheus", "Measured values, for Prometheus", "text/plain"),
          get("/ping", "Whether it is there", "text/plain"),
          get("/openapi.json", "This document", "Any"));

  private Operations() {}
}

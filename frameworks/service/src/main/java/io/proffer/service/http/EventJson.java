package io.proffer.service.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.service.deployment.Deployment;
import io.proffer.service.deployment.Step;
import io.proffer.service.json.ProbeWriter;
import io.proffer.service.json.Times;
import io.proffer.service.kernel.Instance;
import io.proffer.service.kernel.Notice;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** What was noticed, as events of Marathon. */
final class EventJson {

  private EventJson() {}

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  static ObjectNode remote(String address) {
    return object().put("remoteAddress", address);
  }

  /** An event on the wire. */
  static String frame(String type, ObjectNode json, Instant at) {
    json.put("eventType", type).put("timestamp", Times.text(at));
    return "event: " + type + "\ndata: " + json + "\n\n";
  }

  /** The type of an event on the wire. */
  static String type(String frame) {
    return frame.substring("event: ".length(), frame.indexOf('\n'));
  }

  /** The JSON of an event on the wire. */
  static String data(String frame) {
    return frame.substring(frame.indexOf("\ndata: ") + "\ndata: ".length()).strip();
  }

  /** The events of a notice, by type. */
  static Map<String, ObjectNode> of(Notice notice) {
    return switch (notice) {
      case Notice.StatusUpdated n ->
          one("status_update_event", status(n.instance(), n.state(), n.message()));
      case Notice.InstanceChanged n -> one("instance_changed_event", changed(n.instance()));
      case Notice.HealthChanged n -> health(n.instance(), n.healthy());
      case Notice.HealthCheckFailed n -> one("failed_health_check_event", failed(n));
      case Notice.UnhealthyKilled n ->
          one("unhealthy_instance_kill_event", killed(n.instance(), n.reason()));
      case Notice.UnknownTerminated n ->
          one(
              "unknown_instance_terminated_event",
              object()
                  .put("instanceId", n.taskId().replaceAll("\\._app\\..*", ""))
                  .put("runSpecId", n.app().toString())
                  .put("condition", n.condition().name()));
      case Notice.StepBegun n -> one("deployment_info", step(n.deployment(), n.step()));
      case Notice.StepDone n -> one("deployment_step_success", step(n.deployment(), n.step()));
      case Notice.StepFailed n -> one("deployment_step_failure", step(n.deployment(), n.step()));
      case Notice.DeploymentSucceeded n -> one("deployment_success", ended(n.deployment()));
      case Notice.DeploymentFailed n ->
          one("deployment_failed", ended(n.deployment()).put("reason", n.reason()));
      case Notice.GroupChanged n ->
          one(
              "group_change_success",
              object()
                  .put("groupId", n.group().toString())
                  .put("version", Times.text(n.version())));
      case Notice.GroupChangeFailed n ->
          one(
              "group_change_failed",
              object()
                  .put("groupId", n.group().toString())
                  .put("version", Times.text(n.version()))
                  .put("reason", n.reason()));
      case Notice.HealthCheckAdded n -> one("add_health_check_event", added(n));
      case Notice.HealthChecksRemoved n ->
          one("remove_health_check_event", object().put("appId", n.app().toString()));
      case Notice.AppTerminated n ->
          one("app_terminated_event", object().put("appId", n.app().toString()));
      case Notice.ExecutorSaid n ->
          one(
              "framework_message_event",
              object()
                  .put("executorId", n.executorId())
                  .put("slaveId", n.agentId())
                  .put("message", n.message()));
      case Notice.Registered n -> registered(n);
      case Notice.Disconnected n -> one("scheduler_disconnected_event", object());
    };
  }

  private static Map<String, ObjectNode> one(String type, ObjectNode json) {
    return Map.of(type, json);
  }

  private static ObjectNode status(Instance instance, String state, String message) {
    ObjectNode out = object();
    out.put("slaveId", instance.site().agentId());
    out.put("taskId", instance.taskId());
    out.put("taskStatus", state);
    out.put("message", message);
    out.put("appId", instance.app().toString());
    out.put("host", instance.site().hostname());
    TaskJson.addresses(out, instance);
    TaskJson.ports(out.putArray("ports"), instance.hostPorts());
    out.put("version", Times.text(instance.version()));
    return out;
  }

  private static ObjectNode changed(Instance instance) {
    return object()
        .put("instanceId", instance.instanceId())
        .put("condition", instance.condition().name())
        .put("runSpecId", instance.app().toString())
        .put("agentId", instance.site().agentId())
        .put("host", instance.site().hostname())
        .put("runSpecVersion", Times.text(instance.version()));
  }

  private static Map<String, ObjectNode> health(Instance instance, boolean healthy) {
    Map<String, ObjectNode> both = new LinkedHashMap<>();
    both.put(
        "instance_health_changed_event",
        object()
            .put("instanceId", instance.instanceId())
            .put("runSpecId", instance.app().toString())
            .put("runSpecVersion", Times.text(instance.version()))
            .put("healthy", healthy));
    both.put(
        "health_status_changed_event",
        object()
            .put("appId", instance.app().toString())
            .put("instanceId", instance.instanceId())
            .put("taskId", instance.taskId())
            .put("version", Times.text(instance.version()))
            .put("alive", healthy));
    return both;
  }

  private static ObjectNode failed(Notice.HealthCheckFailed notice) {
    ObjectNode out = object();
    out.put("appId", notice.instance().app().toString());
    out.put("taskId", notice.instance().taskId());
    out.put("instanceId", notice.instance().instanceId());
    ProbeWriter.health(out.putObject("healthCheck"), notice.check());
    return out;
  }

  private static ObjectNode added(Notice.HealthCheckAdded notice) {
    ObjectNode out = object().put("appId", notice.app().toString());
    out.put("version", Times.text(notice.version()));
    ProbeWriter.health(out.putObject("healthCheck"), notice.check());
    return out;
  }

  private static ObjectNode killed(Instance instance, String reason) {
    return object()
        .put("appId", instance.app().toString())
        .put("taskId", instance.taskId())
        .put("instanceId", instance.instanceId())
        .put("version", Times.text(instance.version()))
        .put("reason", reason)
        .put("host", instance.site().hostname())
        .put("slaveId", instance.site().agentId());
  }

  private static ObjectNode step(Deployment deployment, Step step) {
    ObjectNode out = object();
    out.set("plan", DeploymentJson.plan(deployment));
    out.set("currentStep", DeploymentJson.step(step, deployment));
    return out;
  }

  private static ObjectNode ended(Deployment deployment) {
    ObjectNode out = object().put("id", deployment.id());
    out.set("plan", DeploymentJson.plan(deployment));
    return out;
  }

  private static Map<String, ObjectNode> registered(Notice.Registered notice) {
    ObjectNode out = object().put("master", notice.master());
    if (notice.again()) {
      return one("scheduler_reregistered_event", out);
    }
    notice.frameworkId().ifPresent(id -> out.put("frameworkId", id));
    return one("scheduler_registered_event", out);
  }
}

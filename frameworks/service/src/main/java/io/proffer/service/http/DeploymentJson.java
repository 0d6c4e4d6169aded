package io.proffer.service.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.service.deployment.Deployment;
import io.proffer.service.deployment.Step;
import io.proffer.service.json.Times;
import io.proffer.service.kernel.ServiceSnapshot;
import java.util.List;

/** Deployments as lists and events tell of them. */
final class DeploymentJson {

  private DeploymentJson() {}

  static ObjectNode listed(Deployment deployment, ServiceSnapshot snapshot) {
    ObjectNode out = JsonNodeFactory.instance.objectNode();
    out.put("id", deployment.id());
    out.put("version", Times.text(deployment.version()));
    ArrayNode apps = out.putArray("affectedApps");
    deployment.affected().forEach(id -> apps.add(id.toString()));
    out.putArray("affectedPods");
    out.set("steps", steps(deployment.steps()));
    ArrayNode current = out.putArray("currentActions");
    deployment
        .step()
        .ifPresent(
            step ->
                step.actions()
                    .forEach(
                        action ->
                            ReadinessJson.write(
                                action(current, action).putArray("readinessCheckResults"),
                                snapshot.readiness(action.app()))));
    out.put("currentStep", Math.min(deployment.current() + 1, deployment.steps().size()));
    out.put("totalSteps", deployment.steps().size());
    return out;
  }

  /** The plan of an event; some clients insist on both groups, none reads what is in them. */
  static ObjectNode plan(Deployment deployment) {
    ObjectNode out = JsonNodeFactory.instance.objectNode();
    out.put("id", deployment.id());
    out.putObject("original");
    out.putObject("target");
    out.set("steps", steps(deployment.steps()));
    out.put("version", Times.text(deployment.version()));
    return out;
  }

  static ArrayNode steps(List<Step> steps) {
    ArrayNode all = JsonNodeFactory.instance.arrayNode();
    steps.forEach(step -> all.add(step(step)));
    return all;
  }

  static ObjectNode step(Step step) {
    ObjectNode out = JsonNodeFactory.instance.objectNode();
    ArrayNode actions = out.putArray("actions");
    step.actions().forEach(action -> action(actions, action));
    return out;
  }

  private static ObjectNode action(ArrayNode actions, Step.Action action) {
    return actions
        .addObject()
        .put("action", action.kind().text())
        .put("app", action.app().toString());
  }
}

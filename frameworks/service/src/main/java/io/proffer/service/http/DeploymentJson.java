package io.proffer.service.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.service.deployment.Deployment;
import io.proffer.service.deployment.Step;
import io.proffer.service.json.Times;
import io.proffer.service.kernel.ServiceSnapshot;
import io.proffer.service.model.App;
import io.proffer.service.model.PathId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Deployments as lists and events tell of them. */
final class DeploymentJson {

  private DeploymentJson() {}

  static ObjectNode listed(Deployment deployment, ServiceSnapshot snapshot) {
    ObjectNode out = JsonNodeFactory.instance.objectNode();
    out.put("id", deployment.id());
    out.put("version", Times.text(deployment.version()));
    ArrayNode apps = out.putArray("affectedApps");
    ArrayNode pods = out.putArray("affectedPods");
    deployment
        .affected()
        .forEach(id -> (pods(deployment).test(id) ? pods : apps).add(id.toString()));
    out.set("steps", steps(deployment.steps(), pods(deployment)));
    ArrayNode current = out.putArray("currentActions");
    deployment
        .step()
        .ifPresent(
            step ->
                step.actions()
                    .forEach(
                        action ->
                            ReadinessJson.write(
                                action(current, action, pods(deployment))
                                    .putArray("readinessCheckResults"),
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
    out.set("steps", steps(deployment.steps(), pods(deployment)));
    out.put("version", Times.text(deployment.version()));
    return out;
  }

  /**
   * Steps.
   *
   * @param pods which of what they act on are pods
   */
  static ArrayNode steps(List<Step> steps, Predicate<PathId> pods) {
    ArrayNode all = JsonNodeFactory.instance.arrayNode();
    steps.forEach(step -> all.add(step(step, pods)));
    return all;
  }

  static ObjectNode step(Step step, Deployment deployment) {
    return step(step, pods(deployment));
  }

  private static ObjectNode step(Step step, Predicate<PathId> pods) {
    ObjectNode out = JsonNodeFactory.instance.objectNode();
    ArrayNode actions = out.putArray("actions");
    step.actions().forEach(action -> action(actions, action, pods));
    return out;
  }

  private static Predicate<PathId> pods(Deployment deployment) {
    return pods(deployment.before(), deployment.after());
  }

  /** Which are pods of what is changed. */
  static Predicate<PathId> pods(Map<PathId, App> before, Map<PathId, App> after) {
    return id ->
        Optional.ofNullable(after.get(id))
            .or(() -> Optional.ofNullable(before.get(id)))
            .filter(App::isPod)
            .isPresent();
  }

  private static ObjectNode action(ArrayNode actions, Step.Action action, Predicate<PathId> pods) {
    boolean pod = pods.test(action.app());
    String kind = action.kind().text();
    return actions
        .addObject()
        .put("action", pod ? kind.replace("Application", "Pod") : kind)
        .put(pod ? "pod" : "app", action.app().toString());
  }
}

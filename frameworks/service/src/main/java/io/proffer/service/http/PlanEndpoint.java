package io.proffer.service.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.service.change.AppChanges;
import io.proffer.service.change.RefusedException;
import io.proffer.service.change.TreeChange;
import io.proffer.service.deployment.Deployment;
import io.proffer.service.deployment.Plan;
import io.proffer.service.deployment.Step;
import io.proffer.service.json.AppWriter;
import io.proffer.service.json.JsonDiff;
import io.proffer.service.model.App;
import io.proffer.service.model.PathId;
import java.util.List;
import java.util.Optional;

/** {@code POST /proffer/v1/apps/plan}: what a change of one app or several would do. */
final class PlanEndpoint implements Endpoint {

  private static final List<String> WRITTEN_ANYWAY = List.of("version", "versionInfo");

  private final Backend backend;
  private final AppChanges changes;

  private sealed interface Rehearsal {
    record Planned(Plan plan, List<Deployment> inTheWay) implements Rehearsal {}

    record Refused(RefusedException why) implements Rehearsal {}
  }

  PlanEndpoint(Backend backend, AppChanges changes) {
    this.backend = backend;
    this.changes = changes;
  }

  @Override
  public Answer answer(Request request) throws HttpProblem {
    Routes.require(request, "POST");
    AppChanges.Mode mode =
        request.flag("partialUpdate", true) ? AppChanges.Mode.UPDATE : AppChanges.Mode.REPLACE;
    TreeChange change =
        changes.updateAll(request.isArray() ? request.objects() : List.of(request.object()), mode);
    return switch (rehearse(change)) {
      case Rehearsal.Refused refused -> throw HttpProblem.of(refused.why());
      case Rehearsal.Planned planned -> Answer.ok(json(planned));
    };
  }

  private Rehearsal rehearse(TreeChange change) throws HttpProblem {
    return backend.ask(
        (kernel, now) -> {
          try {
            Plan plan = kernel.rehearse(change, now);
            return new Rehearsal.Planned(plan, kernel.inTheWayOf(plan));
          } catch (RefusedException why) {
            return new Rehearsal.Refused(why);
          }
        });
  }

  private static ObjectNode json(Rehearsal.Planned planned) {
    Plan plan = planned.plan();
    ObjectNode out = JsonNodeFactory.instance.objectNode();
    out.set("steps", DeploymentJson.steps(plan.steps(), id -> isPod(plan, id)));
    ArrayNode locks = out.putArray("lockedBy");
    planned.inTheWay().forEach(d -> locks.addObject().put("id", d.id()));
    ArrayNode apps = out.putArray("apps");
    for (PathId id : plan.affected()) {
      app(apps.addObject().put("id", id.toString()), id, plan);
    }
    return out;
  }

  private static boolean isPod(Plan plan, PathId id) {
    return Optional.ofNullable(plan.after().get(id))
        .or(() -> Optional.ofNullable(plan.before().get(id)))
        .filter(App::isPod)
        .isPresent();
  }

  private static void app(ObjectNode out, PathId id, Plan plan) {
    Optional<App> before = Optional.ofNullable(plan.before().get(id));
    Optional<App> after = Optional.ofNullable(plan.after().get(id));
    boolean restarts =
        plan.steps().stream()
            .flatMap(step -> step.actions().stream())
            .anyMatch(action -> action.app().equals(id) && action.kind() == Step.Kind.RESTART);
    out.put("change", before.isEmpty() ? "create" : after.isEmpty() ? "remove" : "update");
    out.put("restartsInstances", restarts);
    before.ifPresent(app -> out.put("instancesBefore", app.instances()));
    after.ifPresent(app -> out.put("instancesAfter", app.instances()));
    out.set(
        "diff",
        JsonDiff.of(
            before.<JsonNode>map(PlanEndpoint::written).orElse(MissingNode.getInstance()),
            after.<JsonNode>map(PlanEndpoint::written).orElse(MissingNode.getInstance())));
  }

  private static ObjectNode written(App app) {
    return AppWriter.write(app).remove(WRITTEN_ANYWAY);
  }
}

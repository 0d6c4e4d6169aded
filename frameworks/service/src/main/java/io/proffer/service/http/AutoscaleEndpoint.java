package io.proffer.service.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.core.history.SampleRing;
import io.proffer.service.change.AppChanges;
import io.proffer.service.json.ScalingWriter;
import io.proffer.service.json.Times;
import io.proffer.service.kernel.ScalingStatus;
import io.proffer.service.model.App;
import io.proffer.service.model.PathId;
import io.proffer.service.model.ScalingPolicy;
import io.proffer.service.scaling.Autoscaler;
import java.time.Instant;
import java.util.Optional;

/** {@code /proffer/v1/apps/{id}/autoscale}: by what an app is scaled, and what came of it last. */
final class AutoscaleEndpoint {

  private final Backend backend;
  private final AppChanges changes;

  private record Seen(
      Optional<App> app, Optional<ScalingStatus> status, ObjectNode history, Instant at) {}

  AutoscaleEndpoint(Backend backend, AppChanges changes) {
    this.backend = backend;
    this.changes = changes;
  }

  Answer answer(Request request, PathId id) throws HttpProblem {
    boolean force = request.flag("force", false);
    return switch (request.method()) {
      case "GET" -> show(id);
      case "PUT" ->
          Answer.deployment(
              200, backend.change(changes.autoscale(id, Optional.of(request.object())), force));
      case "DELETE" ->
          Answer.deployment(200, backend.change(changes.autoscale(id, Optional.empty()), force));
      default -> throw Routes.wrongMethod(request);
    };
  }

  private Answer show(PathId id) throws HttpProblem {
    Seen seen =
        backend.ask(
            (kernel, now) ->
                new Seen(
                    Optional.ofNullable(kernel.snapshot(now).tree().apps().get(id)),
                    kernel.scalingStatus(id),
                    history(kernel.scalingHistory(id)),
                    now));
    if (seen.app().isEmpty()) {
      throw HttpProblem.missing("App '" + id + "'");
    }
    Optional<ScalingPolicy> policy = seen.app().get().spec().extension().scaling();
    if (policy.isEmpty()) {
      throw HttpProblem.of(404, "App '" + id + "' is not scaled by what is measured");
    }
    ObjectNode out = JsonNodeFactory.instance.objectNode();
    out.put("appId", id.toString()).put("instances", seen.app().get().instances());
    ScalingWriter.write(out.putObject("autoscale"), policy.get());
    Autoscaler.Limits limits = Autoscaler.limits(policy.get(), seen.at());
    out.putObject("limitsNow").put("min", limits.min()).put("max", limits.max());
    seen.status().ifPresent(status -> last(out.putObject("last"), status));
    out.set("history", seen.history());
    return Answer.ok(out);
  }

  /** Columns of one length; times in seconds since 1970. */
  private static ObjectNode history(Optional<SampleRing> known) {
    ObjectNode out = JsonNodeFactory.instance.objectNode();
    ArrayNode at = out.putArray("at");
    ArrayNode instances = out.putArray("instances");
    ArrayNode readings = out.putArray("readings");
    known.ifPresent(
        ring -> {
          for (int column = 1; column < ring.columns(); column++) {
            readings.addArray();
          }
          for (int i = 0; i < ring.size(); i++) {
            at.add(ring.secondAt(i));
            instances.add((long) ring.valueAt(i, 0));
            for (int column = 1; column < ring.columns(); column++) {
              reading((ArrayNode) readings.get(column - 1), ring.valueAt(i, column));
            }
          }
        });
    return out;
  }

  private static void reading(ArrayNode column, double value) {
    if (Double.isNaN(value)) {
      column.addNull();
    } else {
      column.add(value);
    }
  }

  private static void last(ObjectNode out, ScalingStatus status) {
    out.put("at", Times.text(status.at())).put("instances", status.instances());
    out.put("message", status.why());
    ArrayNode readings = out.putArray("readings");
    status.readings().forEach(r -> r.ifPresentOrElse(readings::add, readings::addNull));
  }
}

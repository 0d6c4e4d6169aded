package io.proffer.service.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.service.deployment.Deployment;
import io.proffer.service.deployment.Ending;
import io.proffer.service.deployment.Oversight;
import io.proffer.service.json.Times;
import io.proffer.service.kernel.Beyond;
import io.proffer.service.kernel.Outcome;
import io.proffer.service.kernel.ServiceSnapshot;
import io.proffer.service.kernel.Steer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** {@code /proffer/v1/deployments}: how they fare, how the last ones ended, and what to do. */
final class SteeringEndpoint implements Endpoint {

  private static final Map<String, Steer> STEERS =
      Map.of("pause", Steer.PAUSE, "resume", Steer.RESUME, "promote", Steer.PROMOTE);

  private final Backend backend;

  private record Both(ServiceSnapshot snapshot, Beyond beyond) {}

  SteeringEndpoint(Backend backend) {
    this.backend = backend;
  }

  @Override
  public Answer answer(Request request) throws HttpProblem {
    List<String> rest = request.rest(3);
    if (rest.size() <= 1) {
      Routes.require(request, "GET");
      Both both = backend.ask((kernel, now) -> new Both(kernel.snapshot(now), kernel.beyond()));
      return Answer.ok(rest.isEmpty() ? all(both) : one(both, rest.getFirst()));
    }
    if (rest.size() > 2) {
      throw HttpProblem.of(404, "There is nothing at " + request.uri());
    }
    String verb = rest.get(1).toLowerCase(Locale.ROOT);
    Routes.require(request, "POST");
    return verb.equals("rollback") ? rollBack(rest.getFirst()) : steer(rest.getFirst(), verb);
  }

  private Answer rollBack(String id) throws HttpProblem {
    Optional<Outcome> outcome = backend.ask((kernel, now) -> kernel.rollBack(id, now));
    if (outcome.isEmpty()) {
      throw HttpProblem.missing("DeploymentPlan '" + id + "'");
    }
    return Answer.deployment(200, outcome.get());
  }

  private Answer steer(String id, String verb) throws HttpProblem {
    Steer steer = STEERS.get(verb);
    if (steer == null) {
      throw HttpProblem.of(
          404, "A deployment takes pause, resume, promote and rollback, not '" + verb + "'");
    }
    return Answer.deployment(200, backend.ask((kernel, now) -> kernel.steer(id, steer, now)));
  }

  private static ObjectNode all(Both both) {
    ObjectNode out = JsonNodeFactory.instance.objectNode();
    ArrayNode running = out.putArray("running");
    both.snapshot().deployments().forEach(d -> running.add(running(d, both)));
    ArrayNode ended = out.putArray("ended");
    both.beyond().endings().reversed().forEach(ending -> ended.add(ended(ending)));
    return out;
  }

  private static ObjectNode one(Both both, String id) throws HttpProblem {
    Optional<ObjectNode> running =
        both.snapshot().deployments().stream()
            .filter(d -> d.id().equals(id))
            .map(d -> running(d, both))
            .findFirst();
    return running
        .or(
            () ->
                both.beyond().endings().stream()
                    .filter(ending -> ending.deployment().equals(id))
                    .map(SteeringEndpoint::ended)
                    .findFirst())
        .orElseThrow(() -> HttpProblem.missing("DeploymentPlan '" + id + "'"));
  }

  private static ObjectNode running(Deployment deployment, Both both) {
    Beyond beyond = both.beyond();
    ObjectNode out = DeploymentJson.listed(deployment, both.snapshot());
    Oversight oversight = beyond.oversights().get(deployment.id());
    boolean paused = oversight != null && oversight.paused();
    boolean tried = beyond.tried().stream().anyMatch(deployment::affects);
    out.put("state", paused ? "paused" : tried ? "waits for promotion" : "running");
    if (oversight != null) {
      out.put("begunAt", Times.text(oversight.begunAt()));
      out.put("progressedAt", Times.text(oversight.progressedAt()));
      ArrayNode promoted = out.putArray("promoted");
      oversight.promoted().forEach(id -> promoted.add(id.toString()));
      oversight.undoes().ifPresent(id -> out.put("undoes", id));
    }
    ArrayNode waiting = out.putArray("promotable");
    beyond.tried().stream()
        .filter(deployment::affects)
        .sorted()
        .forEach(id -> waiting.add(id.toString()));
    return out;
  }

  private static ObjectNode ended(Ending ending) {
    ObjectNode out = JsonNodeFactory.instance.objectNode();
    out.put("id", ending.deployment());
    out.put("version", Times.text(ending.version()));
    ArrayNode apps = out.putArray("affectedApps");
    ending.apps().forEach(id -> apps.add(id.toString()));
    out.put("state", ending.succeeded() ? "succeeded" : "failed");
    out.put("endedAt", Times.text(ending.endedAt()));
    if (!ending.succeeded()) {
      out.put("reason", ending.reason());
    }
    return out;
  }
}

package io.proffer.service.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.proffer.service.kernel.Outcome;
import io.proffer.service.kernel.ServiceSnapshot;
import java.util.List;
import java.util.Optional;

/** {@code /v2/deployments} and each of them. */
final class DeploymentsEndpoint implements Endpoint {

  private final Backend backend;

  DeploymentsEndpoint(Backend backend) {
    this.backend = backend;
  }

  @Override
  public Answer answer(Request request) throws HttpProblem {
    List<String> rest = request.rest(2);
    if (rest.isEmpty() && request.method().equals("GET")) {
      ArrayNode out = JsonNodeFactory.instance.arrayNode();
      ServiceSnapshot snapshot = backend.snapshot();
      snapshot.deployments().forEach(d -> out.add(DeploymentJson.listed(d, snapshot)));
      return Answer.ok(out);
    }
    if (rest.size() == 1 && request.method().equals("DELETE")) {
      return end(rest.getFirst(), request.flag("force", false));
    }
    throw Routes.wrongMethod(request);
  }

  private Answer end(String id, boolean force) throws HttpProblem {
    if (force) {
      if (backend.ask((kernel, now) -> kernel.cancel(id, now))) {
        return Answer.empty(202);
      }
      throw HttpProblem.missing("DeploymentPlan '" + id + "'");
    }
    Optional<Outcome> outcome = backend.ask((kernel, now) -> kernel.rollBack(id, now));
    if (outcome.isEmpty()) {
      throw HttpProblem.missing("DeploymentPlan '" + id + "'");
    }
    return Answer.deployment(200, outcome.get());
  }
}

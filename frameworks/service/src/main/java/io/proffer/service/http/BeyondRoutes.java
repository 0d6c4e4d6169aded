package io.proffer.service.http;

import io.proffer.service.change.AppChanges;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** {@code /proffer/v1}: what Marathon's API has no path for. */
final class BeyondRoutes implements Endpoint {

  private final Map<String, Endpoint> endpoints = new TreeMap<>();

  private final WebhooksEndpoint webhooks;

  BeyondRoutes(Backend backend, AppChanges changes, Attendants attendants) {
    webhooks = new WebhooksEndpoint(backend, attendants.webhooks());
    endpoints.put("deployments", new SteeringEndpoint(backend));
    endpoints.put(
        "apps",
        new InsightEndpoint(
            backend, new PlanEndpoint(backend, changes), new AutoscaleEndpoint(backend, changes)));
    endpoints.put("webhooks", webhooks);
    endpoints.put("configs", new ConfigsEndpoint(backend));
    endpoints.put("secrets", new SecretsEndpoint(backend, attendants.vault()));
  }

  /** Marathon's old call-backs. */
  Answer subscriptions(Request request) throws HttpProblem {
    return webhooks.subscriptions(request);
  }

  static boolean isBelow(List<String> path) {
    return path.size() >= 3 && path.getFirst().equals("proffer") && path.get(1).equals("v1");
  }

  @Override
  public Answer answer(Request request) throws HttpProblem {
    Endpoint endpoint = endpoints.get(request.path().get(2));
    if (endpoint == null) {
      throw HttpProblem.of(404, "There is nothing at " + request.uri());
    }
    return endpoint.answer(request);
  }
}

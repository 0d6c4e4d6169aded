package io.proffer.service.http;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which endpoint answers what. */
final class Routes {

  private static final Logger LOG = LoggerFactory.getLogger(Routes.class);

  private final Map<String, Endpoint> version2 = new TreeMap<>();
  private final InfoEndpoint info;
  private final LoggersEndpoint loggers;
  private final BeyondRoutes beyond;

  Routes(
      Backend backend,
      AppsEndpoint apps,
      PodsEndpoint pods,
      GroupsEndpoint groups,
      InfoEndpoint info,
      LoggersEndpoint loggers,
      BeyondRoutes beyond) {
    this.info = info;
    this.loggers = loggers;
    this.beyond = beyond;
    TasksEndpoint tasks = new TasksEndpoint(backend);
    version2.put("apps", apps);
    version2.put("groups", groups);
    version2.put("tasks", tasks);
    version2.put("deployments", new DeploymentsEndpoint(backend));
    version2.put("queue", new QueueEndpoint(backend));
    version2.put("info", onlyRead(info::info));
    version2.put("leader", info::leader);
    version2.put("plugins", onlyRead(info::plugins));
    version2.put("pods", pods);
    version2.put("eventSubscriptions", beyond::subscriptions);
  }

  Answer answer(Request request) {
    try {
      return route(request);
    } catch (HttpProblem problem) {
      return problem.answer();
    } catch (RuntimeException bug) {
      LOG.error("{} {} failed", request.method(), request.uri(), bug);
      return Answer.error(500, "The framework failed to answer: " + bug, Map.of());
    }
  }

  private Answer route(Request request) throws HttpProblem {
    List<String> path = request.path();
    if (path.size() >= 2 && path.getFirst().equals("v2")) {
      Endpoint endpoint = version2.get(path.get(1).split("::", 2)[0]);
      if (endpoint != null) {
        return endpoint.answer(request);
      }
    }
    if (BeyondRoutes.isBelow(path)) {
      return beyond.answer(request);
    }
    if (path.equals(List.of("logging"))) {
      return loggers.answer(request);
    }
    Endpoint endpoint =
        switch (String.join("/", path)) {
          case "ping" -> asked -> Answer.text(200, "pong");
          case "metrics" -> info::metrics;
          case "metrics/prometheus" -> info::prometheus;
          case "config" -> info::config;
          case "openapi.json" -> asked -> Answer.ok(OpenApi.document());
          default -> throw HttpProblem.of(404, "There is nothing at " + request.uri());
        };
    return onlyRead(endpoint).answer(request);
  }

  private static Endpoint onlyRead(Endpoint endpoint) {
    return request -> {
      if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
        throw wrongMethod(request);
      }
      return endpoint.answer(request);
    };
  }

  /** The words after {@code /v2} that lead somewhere. */
  Set<String> resources() {
    return version2.keySet();
  }

  /** Refuses another method than this. */
  static void require(Request request, String method) throws HttpProblem {
    if (!request.method().equals(method)) {
      throw wrongMethod(request);
    }
  }

  /** For a path that exists and does not take the method. */
  static HttpProblem wrongMethod(Request request) {
    return HttpProblem.of(405, request.method() + " is not possible at " + request.uri());
  }
}

package io.proffer.batch.http;

import io.proffer.batch.json.InvalidObjectException;
import io.proffer.batch.kernel.RefusedException;
import io.proffer.batch.sandbox.SandboxFiles;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which endpoint answers what. */
final class Routes {

  private static final Logger LOG = LoggerFactory.getLogger(Routes.class);

  private static final Set<String> INFO =
      Set.of("ping", "info", "leader", "openapi.json", "v1/queue", "v1/metrics");

  private final JobsEndpoint jobs;
  private final PoolsEndpoint pools;
  private final InfoEndpoint info;
  private final ChronosEndpoint chronos;
  private final WebhooksEndpoint webhooks;

  Routes(Backend backend, ServerFacts facts, Webhooks called, SandboxFiles files) {
    jobs = new JobsEndpoint(backend, new RunsEndpoint(backend, new LogsEndpoint(backend, files)));
    pools = new PoolsEndpoint(backend);
    info = new InfoEndpoint(backend, facts);
    chronos = new ChronosEndpoint(backend);
    webhooks = new WebhooksEndpoint(backend, called);
  }

  Answer answer(Request request) {
    try {
      return route(request);
    } catch (HttpProblem problem) {
      return problem.answer(request.uri());
    } catch (RefusedException refused) {
      return HttpProblem.of(refused, request.path()).answer(request.uri());
    } catch (InvalidObjectException invalid) {
      return HttpProblem.of(invalid).answer(request.uri());
    } catch (RuntimeException bug) {
      LOG.error("{} {} failed", request.method(), request.uri(), bug);
      return HttpProblem.of(500, "The framework failed to answer: " + bug).answer(request.uri());
    }
  }

  private Answer route(Request request)
      throws HttpProblem, RefusedException, InvalidObjectException {
    List<String> path = request.path();
    String start = String.join("/", path.subList(0, Math.min(2, path.size())));
    if (start.equals("v1/jobs") || start.equals("v0/scheduled-jobs")) {
      return jobs.answer(request, start.startsWith("v0"));
    }
    if (start.equals("v1/scheduler") || start.startsWith("scheduler/")) {
      return chronos.answer(request, request.rest(start.equals("v1/scheduler") ? 2 : 1));
    }
    if (start.equals("v1/webhooks")) {
      return webhooks.answer(request);
    }
    if (start.equals("v1/pools")) {
      return pools.answer(request);
    }
    String name = String.join("/", path);
    if (INFO.contains(name)) {
      RunsEndpoint.require(request, "GET");
    }
    return switch (name) {
      case "ping" -> Answer.text(200, "pong");
      case "info" -> info.info();
      case "leader" -> info.leader();
      case "openapi.json" -> Answer.ok(Operations.document());
      case "v1/queue" -> info.queue();
      case "v1/metrics" -> info.metrics();
      default -> throw HttpProblem.noRoute();
    };
  }
}

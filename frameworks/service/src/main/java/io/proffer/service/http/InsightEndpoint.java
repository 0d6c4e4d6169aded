package io.proffer.service.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.service.kernel.Beyond;
import io.proffer.service.kernel.Past;
import io.proffer.service.kernel.ServiceSnapshot;
import io.proffer.service.model.App;
import io.proffer.service.model.PathId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code /proffer/v1/apps}: why an app waits, what became of its tasks, what a change would do. */
final class InsightEndpoint implements Endpoint {

  private final Backend backend;
  private final PlanEndpoint plans;
  private final AutoscaleEndpoint autoscale;
  private final VersionEndpoint versions;

  private record Seen(ServiceSnapshot snapshot, Beyond beyond, List<Past> history) {}

  InsightEndpoint(Backend backend, PlanEndpoint plans, AutoscaleEndpoint autoscale) {
    this.backend = backend;
    this.plans = plans;
    this.autoscale = autoscale;
    this.versions = new VersionEndpoint(backend);
  }

  @Override
  public Answer answer(Request request) throws HttpProblem {
    List<String> rest = request.rest(3);
    if (rest.equals(List.of("plan"))) {
      return plans.answer(request);
    }
    if (rest.size() < 2) {
      throw HttpProblem.of(404, "There is nothing at " + request.uri());
    }
    if (rest.size() > 2 && rest.get(rest.size() - 2).equals("versions")) {
      Routes.require(request, "GET");
      PathId app = PathId.of("/" + String.join("/", rest.subList(0, rest.size() - 2)));
      return versions.answer(app, rest.getLast());
    }
    PathId id = PathId.of("/" + String.join("/", rest.subList(0, rest.size() - 1)));
    if (rest.getLast().equals("autoscale")) {
      return autoscale.answer(request, id);
    }
    Routes.require(request, "GET");
    Seen seen =
        backend.ask(
            (kernel, now) -> new Seen(kernel.snapshot(now), kernel.beyond(), kernel.history(id)));
    App app = seen.snapshot().tree().apps().get(id);
    return switch (rest.getLast()) {
      case "why" -> Answer.ok(InsightJson.why(known(app, id), seen.snapshot(), seen.beyond()));
      case "history" -> Answer.ok(history(known(app, id), seen));
      default ->
          throw HttpProblem.of(
              404,
              "An app has why, history, autoscale and versions here, not '" + rest.getLast() + "'");
    };
  }

  private ObjectNode history(App app, Seen seen) {
    return InsightJson.history(app, seen.history(), backend.api().frameworkId());
  }

  private static App known(@Nullable App app, PathId id) throws HttpProblem {
    if (app == null) {
      throw HttpProblem.missing("App '" + id + "'");
    }
    return app;
  }
}

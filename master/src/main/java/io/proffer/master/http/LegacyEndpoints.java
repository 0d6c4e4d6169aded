package io.proffer.master.http;

import io.proffer.core.model.FrameworkId;
import io.proffer.master.actor.MasterSelf;
import io.proffer.master.actor.MasterSnapshot;
import io.proffer.master.http.legacy.RolesJson;
import io.proffer.master.http.legacy.StateJson;
import io.proffer.master.http.legacy.StateSummaryJson;
import io.proffer.master.http.legacy.TasksJson;
import io.proffer.master.http.server.Request;
import io.proffer.master.http.server.Response;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.mesos.v1.Protos.Offer.Operation;
import org.apache.mesos.v1.Protos.Resource;

/** The endpoints of before the v1 API that tell what the leading master knows. */
final class LegacyEndpoints {

  private static final int DEFAULT_TASK_LIMIT = 100;

  private final MasterSelf self;
  private final Leaders leaders;

  LegacyEndpoints(MasterSelf self, Leaders leaders) {
    this.self = self;
    this.leaders = leaders;
  }

  void addTo(Routes routes) {
    kept(
        routes,
        "/state",
        term -> snapshot -> StateJson.state(self, term.master(), snapshot, term.tasks()));
    kept(routes, "/state-summary", term -> snapshot -> StateSummaryJson.render(self, snapshot));
    kept(routes, "/roles", term -> RolesJson::render);
    routes.addReadable("/slaves", leaders.only(this::slaves));
    routes.addReadable("/frameworks", leaders.only(this::frameworks));
    routes.addReadable("/tasks", leaders.only(this::tasks));
    new RoleEndpoints(leaders).addTo(routes);
    new MaintenanceEndpoints(leaders).addTo(routes);
    operation(routes, "/reserve", "resources", OperatorOperation::reserve);
    operation(routes, "/unreserve", "resources", OperatorOperation::unreserve);
    operation(routes, "/create-volumes", "volumes", OperatorOperation::create);
    operation(routes, "/destroy-volumes", "volumes", OperatorOperation::destroy);
    routes.add("/teardown", leaders.only(this::tearDown));
  }

  /** {@code slaveId=...} and the resources as a form. */
  private void operation(
      Routes routes, String path, String field, Function<List<Resource>, Operation> operation) {
    routes.add(
        path,
        leaders.only(
            (request, term) -> {
              OperatorOperation asked = OperatorOperation.of(Form.of(request), field, operation);
              return term.master()
                  .operate(asked.agent(), asked.operation(), request.principal())
                  .thenApply(Answers::of);
            }));
  }

  private void kept(
      Routes routes, String path, Function<Term, Function<MasterSnapshot, byte[]>> renderer) {
    routes.addReadable(
        path, leaders.only((request, term) -> kept(request, term, path, renderer.apply(term))));
  }

  private static CompletionStage<Response> kept(
      Request request, Term term, String what, Function<MasterSnapshot, byte[]> renderer) {
    return term.answers().get(what, renderer).thenApply(rendered -> rendered.json(request));
  }

  private CompletionStage<Response> slaves(Request request, Term term) {
    Optional<String> wanted = request.parameter("slave_id");
    return wanted.isEmpty()
        ? kept(request, term, "/slaves", snapshot -> StateJson.slaves(snapshot, wanted))
        : rendered(request, term, snapshot -> StateJson.slaves(snapshot, wanted));
  }

  private CompletionStage<Response> frameworks(Request request, Term term) {
    Optional<String> wanted = request.parameter("framework_id");
    return wanted.isEmpty()
        ? kept(
            request, term, "/frameworks", snapshot -> StateJson.frameworks(snapshot, term.tasks()))
        : rendered(request, term, snapshot -> StateJson.framework(snapshot, wanted.get()));
  }

  private CompletionStage<Response> tasks(Request request, Term term) throws RefusedException {
    TasksJson.Page page =
        new TasksJson.Page(
            request.parameter("framework_id"),
            request.parameter("task_id"),
            count(request, "limit", DEFAULT_TASK_LIMIT),
            count(request, "offset", 0),
            request.parameter("order").map("asc"::equals).orElse(false));
    return rendered(request, term, snapshot -> TasksJson.render(snapshot, page));
  }

  private static int count(Request request, String name, int otherwise) throws RefusedException {
    Optional<String> given = request.parameter(name);
    if (given.isEmpty()) {
      return otherwise;
    }
    try {
      return Math.max(0, Integer.parseInt(given.get()));
    } catch (NumberFormatException e) {
      throw new RefusedException(
          400, "Expecting a number as '%s', found '%s'".formatted(name, given.get()));
    }
  }

  private static CompletionStage<Response> rendered(
      Request request, Term term, Function<MasterSnapshot, byte[]> renderer) {
    return term.answers().once(renderer).thenApply(rendered -> rendered.json(request));
  }

  /** {@code frameworkId=...} as a form. */
  private CompletionStage<Response> tearDown(Request request, Term term) throws RefusedException {
    String framework = Form.of(request).required("frameworkId");
    return term.master().tearDown(new FrameworkId(framework)).thenApply(Answers::of);
  }
}

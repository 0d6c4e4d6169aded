package io.proffer.master.http;

import io.proffer.core.protocol.MalformedMessageException;
import io.proffer.core.protocol.MesosJson;
import io.proffer.master.http.server.Request;
import io.proffer.master.http.server.Response;
import io.proffer.master.kernel.CallOutcome;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import org.apache.mesos.v1.Protos.MachineID;
import org.apache.mesos.v1.maintenance.Protos.Schedule;

/** The endpoints of before the v1 API for machines that operators work on. */
final class MaintenanceEndpoints {

  private final Leaders leaders;

  MaintenanceEndpoints(Leaders leaders) {
    this.leaders = leaders;
  }

  void addTo(Routes routes) {
    routes.add("/maintenance/schedule", leaders.only(this::schedule));
    routes.addReadable("/maintenance/status", leaders.only(this::status));
    machines(routes, "/machine/down", (term, machines) -> term.master().startMaintenance(machines));
    machines(routes, "/machine/up", (term, machines) -> term.master().stopMaintenance(machines));
  }

  private CompletionStage<Response> schedule(Request request, Term term) throws RefusedException {
    return switch (request.method()) {
      case "GET", "HEAD" ->
          term.answers()
              .get(
                  "/maintenance/schedule",
                  snapshot -> MesosJson.write(snapshot.maintenance().schedule()))
              .thenApply(rendered -> rendered.json(request));
      case "POST" -> term.master().scheduleMaintenance(read(request)).thenApply(Answers::of);
      default ->
          throw new RefusedException(
              Answers.methodNotAllowed(List.of("GET", "POST"), request.method()));
    };
  }

  private CompletionStage<Response> status(Request request, Term term) {
    return term.answers()
        .get("/maintenance/status", snapshot -> MesosJson.write(snapshot.maintenance().status()))
        .thenApply(rendered -> rendered.json(request));
  }

  private static Schedule read(Request request) throws RefusedException {
    try {
      return MesosJson.read(request.body().toArrayUnsafe(), Schedule.getDefaultInstance());
    } catch (MalformedMessageException e) {
      throw new RefusedException(400, "Failed to parse the request body: " + e.getMessage());
    }
  }

  /** A JSON array of machines that is posted. */
  private void machines(
      Routes routes,
      String path,
      BiFunction<Term, List<MachineID>, CompletionStage<CallOutcome>> call) {
    routes.add(
        path,
        leaders.only(
            (request, term) -> {
              if (!request.method().equals("POST")) {
                throw new RefusedException(Answers.methodNotAllowed("POST", request.method()));
              }
              return call.apply(term, readList(request)).thenApply(Answers::of);
            }));
  }

  private static List<MachineID> readList(Request request) throws RefusedException {
    try {
      return MesosJson.readList(request.body().toArrayUnsafe(), MachineID.getDefaultInstance());
    } catch (MalformedMessageException e) {
      throw new RefusedException(400, "Failed to parse the request body: " + e.getMessage());
    }
  }
}

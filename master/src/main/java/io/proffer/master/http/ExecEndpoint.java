package io.proffer.master.http;

import io.proffer.master.actor.MasterSnapshot;
import io.proffer.master.http.exec.ExecRequest;
import io.proffer.master.http.exec.ExecSessions;
import io.proffer.master.http.server.Request;
import io.proffer.master.http.server.Response;
import io.proffer.master.state.Agent;
import io.proffer.master.state.Task;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.mesos.v1.Protos.ContainerID;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;

/**
 * {@code /dashboard/exec?framework=...&task=...}: a command inside a task, with a terminal, over a
 * WebSocket: browsers cannot stream what is typed in the body of a request. The task's agent runs
 * it, and decides who may. Only the master's own pages may ask: a browser says whose page does.
 */
final class ExecEndpoint implements Endpoint.OfLeader {

  private static final int USUAL_COLUMNS = 80;
  private static final int USUAL_ROWS = 24;
  private static final int MAX_SIDE = 1000;

  private final ExecSessions sessions;
  private final InstantSource clock;

  ExecEndpoint(ExecSessions sessions, InstantSource clock) {
    this.sessions = sessions;
    this.clock = clock;
  }

  @Override
  public CompletionStage<Response> answer(Request request, Term term) throws RefusedException {
    if (request.webSocket().isEmpty()) {
      throw new RefusedException(426, "Expecting a WebSocket");
    }
    requireOwnPage(request);
    if (!sessions.hasPlace()) {
      throw new RefusedException(
          503, "%d people use terminals, which is as many as can".formatted(ExecSessions.MAX));
    }
    String framework = DashboardEndpoints.required(request, "framework");
    String id = DashboardEndpoints.required(request, "task");
    return term.master()
        .reads()
        .snapshot()
        .thenApply(
            snapshot -> {
              try {
                return Response.upgrade(
                    "", sessions.begin(wanted(request, term, snapshot, framework, id)));
              } catch (RefusedException e) {
                return e.response();
              }
            });
  }

  /** A page of another site could otherwise open a terminal for whoever looks at it. */
  private static void requireOwnPage(Request request) throws RefusedException {
    if (!OwnPage.sends(request)) {
      throw new RefusedException(403, "Only the master's own pages may open a terminal");
    }
  }

  private ExecRequest wanted(
      Request request, Term term, MasterSnapshot snapshot, String framework, String id)
      throws RefusedException {
    Task task =
        DashboardEndpoints.find(snapshot, framework, id)
            .orElseThrow(
                () ->
                    new RefusedException(
                        404, "Framework '%s' has no task '%s'".formatted(framework, id)));
    Agent agent =
        snapshot.agents().stream()
            .filter(known -> known.id().equals(task.agent()))
            .findFirst()
            .orElseThrow(() -> new RefusedException(404, "The agent of the task is unreachable"));
    List<String> command =
        Arrays.stream(request.parameter("command").orElse("sh").strip().split("\\s+")).toList();
    return new ExecRequest(
        request.principal().orElse("Somebody") + " at " + request.from(),
        id,
        agent.address(),
        container(task),
        command.getFirst().isEmpty() ? List.of("sh") : command,
        side(request, "columns", USUAL_COLUMNS),
        side(request, "rows", USUAL_ROWS),
        term.master()
            .proxyKey(agent)
            .map(key -> key.authorization(request.principal(), clock.instant())));
  }

  private static ContainerID container(Task task) throws RefusedException {
    if (task.state() != TaskState.TASK_RUNNING) {
      throw new RefusedException(
          409, "The task is in state %s, so nothing can run in it".formatted(task.state()));
    }
    ContainerID found = null;
    for (TaskStatus status : task.statuses()) {
      if (status.getContainerStatus().hasContainerId()) {
        found = status.getContainerStatus().getContainerId();
      }
    }
    if (found == null) {
      throw new RefusedException(409, "The task's agent has not said which container it runs in");
    }
    return found;
  }

  private static int side(Request request, String name, int usual) throws RefusedException {
    try {
      int side = request.parameter(name).map(Integer::parseInt).orElse(usual);
      if (side > 0 && side <= MAX_SIDE) {
        return side;
      }
    } catch (NumberFormatException e) {
      throw new RefusedException(400, "Expecting '%s' to be a number".formatted(name));
    }
    throw new RefusedException(400, "Expecting '%s' to be from 1 to %d".formatted(name, MAX_SIDE));
  }
}

package io.proffer.master.http;

import io.proffer.core.model.AgentId;
import io.proffer.master.actor.MasterSnapshot;
import io.proffer.master.http.server.Request;
import io.proffer.master.http.server.Response;
import io.proffer.master.state.Agent;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * {@code GET /agent/{id}/...}: what an agent tells about its tasks and their files, for browsers
 * that reach the master only. Nothing can be changed this way.
 */
final class AgentProxy implements Endpoint.OfLeader {

  private static final Set<String> OPEN =
      Set.of(
          "/files/browse",
          "/files/read",
          "/files/download",
          "/state",
          "/containers",
          "/monitor/history",
          "/monitor/statistics",
          "/metrics/snapshot",
          "/health",
          "/version",
          "/flags");

  private final Forwarding forwarding;

  AgentProxy(Forwarding forwarding) {
    this.forwarding = forwarding;
  }

  @Override
  public CompletionStage<Response> answer(Request request, Term term) throws RefusedException {
    if (request.method().equals("POST")) {
      throw new RefusedException(Answers.methodNotAllowed("GET", request.method()));
    }
    String[] parts = request.path().split("/", 4);
    String wanted = parts.length < 4 ? "" : "/" + parts[3];
    if (!OPEN.contains(wanted)) {
      throw new RefusedException(
          404, "Expecting '/agent/{id}' and one of " + OPEN.stream().sorted().toList());
    }
    AgentId id = new AgentId(parts[2]);
    return term.master()
        .reads()
        .snapshot()
        .thenCompose(snapshot -> forward(request, term, find(snapshot, id), wanted, id));
  }

  private static Optional<Agent> find(MasterSnapshot snapshot, AgentId id) {
    return snapshot.agents().stream().filter(agent -> agent.id().equals(id)).findFirst();
  }

  private CompletionStage<Response> forward(
      Request request, Term term, Optional<Agent> agent, String wanted, AgentId id) {
    if (agent.isEmpty()) {
      return Answers.now(
          Answers.text(404, "There is no agent '%s', or it is unreachable".formatted(id)));
    }
    try {
      return forwarding.forward(
          request,
          term.master().proxyKey(agent.get()),
          "http://" + agent.get().address() + wanted + request.query(),
          "/agent/" + id,
          "Agent " + id);
    } catch (RefusedException e) {
      return Answers.now(e.response());
    }
  }
}

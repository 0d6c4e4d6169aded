package io.proffer.master.http;

import io.proffer.core.protocol.legacy.LegacyWriter;
import io.proffer.core.security.ProxyKey;
import io.proffer.core.security.Tokens;
import io.proffer.master.http.server.Request;
import io.proffer.master.http.server.Response;
import io.proffer.master.state.Agent;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * {@code POST /agent/token?address=host:port}: what somebody who is known here shows at an agent,
 * for those who talk with agents themselves. It is good at that agent only.
 */
final class AgentTokenEndpoint implements Endpoint.OfLeader {

  private final InstantSource clock;

  AgentTokenEndpoint(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public CompletionStage<Response> answer(Request request, Term term) throws RefusedException {
    if (!request.method().equals("POST")) {
      throw new RefusedException(Answers.methodNotAllowed("POST", request.method()));
    }
    String address = DashboardEndpoints.required(request, "address");
    return term.master()
        .reads()
        .snapshot()
        .thenApply(
            snapshot ->
                snapshot.agents().stream()
                    .filter(agent -> agent.connected() && isAt(agent, address))
                    .findFirst()
                    .map(agent -> token(term.master().proxyKey(agent), request.principal()))
                    .orElseGet(
                        () -> Answers.text(404, "No agent is connected that is at " + address)));
  }

  private static boolean isAt(Agent agent, String address) {
    return agent.address().equals(address)
        || (agent.info().getHostname() + ":" + agent.info().getPort()).equals(address);
  }

  /** An agent that has given no key asks nobody who he is. */
  private Response token(Optional<ProxyKey> key, Optional<String> principal) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    return Answers.json(
            LegacyWriter.object(
                out -> {
                  if (key.isPresent()) {
                    out.string("token", key.get().token(principal.orElse(ProxyKey.ANYBODY), now));
                    out.string("expires_at", now.plus(Tokens.LIFE_AT_SERVERS).toString());
                  }
                }))
        .with("Cache-Control", "no-store");
  }
}

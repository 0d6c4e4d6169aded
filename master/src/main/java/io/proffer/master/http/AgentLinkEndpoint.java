package io.proffer.master.http;

import io.proffer.core.protocol.link.AgentLinkCodec;
import io.proffer.core.security.ProxyKey;
import io.proffer.master.actor.Leadership;
import io.proffer.master.actor.LeadingMaster;
import io.proffer.master.http.server.Request;
import io.proffer.master.http.server.Response;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * {@code /agent/link}: agents dial in over a WebSocket. Only the leader takes them; agents find it
 * in ZooKeeper, so a redirect would tell them nothing.
 */
final class AgentLinkEndpoint implements Endpoint {

  private final Leadership leadership;

  AgentLinkEndpoint(Leadership leadership) {
    this.leadership = leadership;
  }

  @Override
  public CompletionStage<Response> answer(Request request) throws RefusedException {
    Optional<List<String>> offered = request.webSocket();
    if (offered.isEmpty()) {
      throw new RefusedException(
          426, "Agents connect here with a WebSocket of subprotocol " + AgentLinkCodec.SUBPROTOCOL);
    }
    if (!offered.get().contains(AgentLinkCodec.SUBPROTOCOL)) {
      throw new RefusedException(
          400, "Expecting the WebSocket subprotocol " + AgentLinkCodec.SUBPROTOCOL);
    }
    LeadingMaster master =
        leadership.here().orElseThrow(() -> new RefusedException(503, "This master does not lead"));
    Optional<ProxyKey> key = request.header(ProxyKey.HEADER).flatMap(ProxyKey::parse);
    return Answers.now(Response.upgrade(AgentLinkCodec.SUBPROTOCOL, new AgentLink(master, key)));
  }
}

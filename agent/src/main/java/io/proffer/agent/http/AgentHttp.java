package io.proffer.agent.http;

import akka.actor.typed.ActorSystem;
import akka.http.javadsl.Http;
import akka.http.javadsl.ServerBinding;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The agent's one port. It is opened before the agent knows who it is, so that it can say where it
 * is reached; until {@link #serve} every request is answered with 503.
 */
public final class AgentHttp {

  private final ActorSystem<?> system;
  private volatile Optional<AgentRoutes> routes = Optional.empty();

  public AgentHttp(ActorSystem<?> system) {
    this.system = system;
  }

  /** Opens the port. */
  public CompletionStage<ServerBinding> bind(String host, int port) {
    return Http.get(system).newServerAt(host, port).bind(this::answer);
  }

  /** From now on requests are answered. */
  public void serve(AgentRoutes ready) {
    routes = Optional.of(ready);
  }

  private CompletionStage<HttpResponse> answer(HttpRequest request) {
    return routes
        .map(r -> r.answer(request))
        .orElseGet(() -> CompletableFuture.completedFuture(recovering(request)));
  }

  private HttpResponse recovering(HttpRequest request) {
    request.discardEntityBytes(system);
    return HttpResponse.create()
        .withStatus(StatusCodes.SERVICE_UNAVAILABLE)
        .withEntity("The agent has not finished recovery");
  }
}

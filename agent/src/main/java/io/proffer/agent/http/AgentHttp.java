package io.proffer.agent.http;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Adapter;
import akka.http.javadsl.Http;
import akka.http.javadsl.ServerBinding;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.TimeoutAccess;
import akka.http.javadsl.settings.ServerSettings;
import akka.http.scaladsl.model.EntityStreamSizeException;
import akka.stream.javadsl.Sink;
import akka.util.ByteString;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The agent's one port. It is opened before the agent knows who it is, so that it can say where it
 * is reached; until {@link #serve} every request is answered with 503.
 */
public final class AgentHttp implements AutoCloseable {

  /** Requests of one connection that are answered at the same time, in their order. */
  private static final int MAX_PIPELINED = 16;

  private static final long MAX_BODY_BYTES = 8L << 20;
  private static final Duration BODY_TIMEOUT = Duration.ofSeconds(30);

  private final ActorSystem<?> system;
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("agent-http-", 0).factory());
  private volatile Optional<AgentRoutes> routes = Optional.empty();

  public AgentHttp(ActorSystem<?> system) {
    this.system = system;
  }

  /** Opens the port. */
  public CompletionStage<ServerBinding> bind(String host, int port) {
    return Http.get(system)
        .newServerAt(host, port)
        .withSettings(
            ContentTypeHeader.tellingApart(ServerSettings.create(Adapter.toClassic(system)))
                .withRemoteAddressAttribute(true))
        .bindFlow(ClientConnection.entry().mapAsync(MAX_PIPELINED, this::answer));
  }

  /** From now on requests are answered. */
  public void serve(AgentRoutes ready) {
    routes = Optional.of(ready);
  }

  private CompletionStage<HttpResponse> answer(HttpRequest http) {
    Optional<AgentRoutes> ready = routes;
    if (ready.isEmpty()) {
      http.discardEntityBytes(system);
      return CompletableFuture.completedFuture(
          Answers.text(503, "Agent has not finished recovery"));
    }
    String path = AgentRoutes.PATHS.canonical(http.getUri().path());
    return switch (ready.get().pass(http, path)) {
      case Gate.Turned turned -> {
        drain(http);
        yield CompletableFuture.completedFuture(turned.answer());
      }
      case Gate.Let let -> answer(ready.get(), http, path, let.caller());
    };
  }

  /** What a stranger sends is not kept, and not taken without end. */
  private void drain(HttpRequest http) {
    var unused =
        http.entity().withSizeLimit(MAX_BODY_BYTES).getDataBytes().runWith(Sink.ignore(), system);
  }

  private CompletionStage<HttpResponse> answer(
      AgentRoutes ready, HttpRequest http, String path, Caller caller) {
    if (ready.takesStream(http)) {
      StreamedBody body = StreamedBody.of(http, system);
      http.getHeader(TimeoutAccess.class)
          .ifPresent(
              t -> t.timeoutAccess().updateTimeout(scala.concurrent.duration.Duration.Inf()));
      return ready.answer(new Request(http, path, ByteString.emptyByteString(), caller), body);
    }
    return http.entity()
        .withSizeLimit(MAX_BODY_BYTES)
        .getDataBytes()
        .runFold(ByteString.emptyByteString(), ByteString::concat, system)
        .toCompletableFuture()
        .orTimeout(BODY_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
        .thenApplyAsync(body -> ready.answer(new Request(http, path, body, caller)), threads)
        .exceptionally(AgentHttp::refused);
  }

  private static HttpResponse refused(Throwable trouble) {
    Throwable cause = trouble.getCause() == null ? trouble : trouble.getCause();
    return switch (cause) {
      case EntityStreamSizeException e ->
          Answers.text(413, "The body is larger than the limit of " + MAX_BODY_BYTES + " bytes");
      case TimeoutException e ->
          Answers.text(
              408, "The body did not arrive within " + BODY_TIMEOUT.toSeconds() + " seconds");
      case RejectedExecutionException e -> Answers.text(503, "The agent stops");
      default -> Answers.text(400, "The body cannot be read: " + cause.getMessage());
    };
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}

package io.proffer.master.http;

import akka.NotUsed;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Adapter;
import akka.http.javadsl.Http;
import akka.http.javadsl.ServerBinding;
import akka.http.javadsl.model.HttpEntity;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.settings.ServerSettings;
import akka.http.scaladsl.model.EntityStreamSizeException;
import akka.stream.Materializer;
import akka.stream.SystemMaterializer;
import akka.stream.javadsl.Flow;
import akka.util.ByteString;
import io.proffer.core.protocol.EndpointPaths;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The one port of the master. It is open before there is anything to serve. */
final class HttpServer {

  private static final EndpointPaths PATHS = new EndpointPaths("/master", Set.of());

  /** No call of a scheduler comes near it; what is larger is a mistake or an attack. */
  private static final long MAX_BODY_BYTES = 64L << 20;

  private static final int MAX_PIPELINED = 16;

  private final ActorSystem<?> system;
  private final Materializer materializer;
  private volatile @Nullable Routes routes;

  HttpServer(ActorSystem<?> system) {
    this.system = system;
    this.materializer = SystemMaterializer.get(system).materializer();
  }

  /** What is served from now on. */
  void serve(Routes served) {
    routes = served;
  }

  CompletionStage<ServerBinding> bind(String host, int port) {
    // Bodies are collected one after another, so that pipelined calls are decided about in order.
    Flow<HttpRequest, HttpResponse, NotUsed> connection =
        Flow.of(HttpRequest.class)
            .via(new ClientConnection.Entry())
            .mapAsync(1, this::collect)
            .mapAsync(MAX_PIPELINED, Arrival::answer);
    return Http.get(system)
        .newServerAt(host, port)
        .withSettings(
            ContentTypeHeader.tellingApart(ServerSettings.create(Adapter.toClassic(system))))
        .bindFlow(connection);
  }

  /** A request that has arrived, whole or not. */
  @FunctionalInterface
  private interface Arrival {
    CompletionStage<HttpResponse> answer();
  }

  private CompletionStage<Arrival> collect(ClientConnection.Arrived arrived) {
    HttpRequest http = arrived.request();
    String path = PATHS.canonical(http.getUri().path());
    HttpEntity entity = http.entity();
    if (entity instanceof HttpEntity.Strict strict && strict.getData().size() <= MAX_BODY_BYTES) {
      return CompletableFuture.completedFuture(whole(arrived, path, strict.getData()));
    }
    return entity
        .withSizeLimit(MAX_BODY_BYTES)
        .getDataBytes()
        .runFold(ByteString.emptyByteString(), ByteString::concat, materializer)
        .handle(
            (body, failure) -> failure == null ? whole(arrived, path, body) : notArrived(failure));
  }

  private Arrival whole(ClientConnection.Arrived arrived, String path, ByteString body) {
    Routes served = routes;
    return served == null
        ? () -> Answers.now(Answers.text(503, "The master is starting"))
        : () -> served.answer(new Request(arrived.request(), arrived.connection(), path, body));
  }

  private static Arrival notArrived(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return cause instanceof EntityStreamSizeException
        ? () ->
            Answers.now(
                Answers.text(
                    413, "The body is larger than the limit of %d bytes".formatted(MAX_BODY_BYTES)))
        : () -> Answers.now(Answers.text(400, "The body did not arrive: " + cause.getMessage()));
  }
}

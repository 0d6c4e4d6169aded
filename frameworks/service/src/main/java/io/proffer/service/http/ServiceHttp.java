package io.proffer.service.http;

import akka.actor.typed.ActorSystem;
import akka.http.javadsl.Http;
import akka.http.javadsl.ServerBinding;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.RawHeader;
import akka.http.scaladsl.model.EntityStreamSizeException;
import akka.util.ByteString;
import io.proffer.service.change.AppChanges;
import io.proffer.service.change.GroupChanges;
import io.proffer.service.change.PodChanges;
import io.proffer.service.json.AppReader;
import io.proffer.service.json.PodReader;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The framework's one port. It is open before the framework is there; until then it answers 503.
 */
public final class ServiceHttp implements AutoCloseable {

  private static final long MAX_BODY_BYTES = 8L << 20;
  private static final Duration BODY_TIMEOUT = Duration.ofSeconds(30);

  private final ActorSystem<?> system;
  private final EventStreams streams;
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("service-http-", 0).factory());
  private volatile Optional<Served> served = Optional.empty();
  private volatile Optional<LeaderProxy> proxy = Optional.empty();
  private volatile boolean follows;

  private record Served(Routes routes, EventHub events, String leader) {}

  public ServiceHttp(ActorSystem<?> system) {
    this.system = system;
    this.streams = new EventStreams(system);
  }

  /** Opens the port. */
  public CompletionStage<ServerBinding> bind(String host, int port) {
    return Http.get(system).newServerAt(host, port).bind(this::answer);
  }

  /** From now on requests are answered. */
  public void serve(ServiceApi api, AppReader reader, EventHub events, ServerFacts facts) {
    serve(api, reader, events, facts, Attendants.careful());
  }

  /** From now on requests are answered, and what they ask of others is done by these. */
  public void serve(
      ServiceApi api, AppReader reader, EventHub events, ServerFacts facts, Attendants attendants) {
    Backend backend = new Backend(api);
    AppChanges changes = new AppChanges(reader);
    Routes routes =
        new Routes(
            backend,
            new AppsEndpoint(backend, changes, events),
            new PodsEndpoint(backend, new PodChanges(new PodReader(reader)), events),
            new GroupsEndpoint(backend, new GroupChanges(reader)),
            new InfoEndpoint(backend, facts),
            new BeyondRoutes(backend, changes, attendants));
    served = Optional.of(new Served(routes, events, "http://" + facts.address()));
  }

  /**
   * From now on requests are passed on.
   *
   * @param leader the {@code host:port} of who answers them; empty while nobody does
   * @param self this process's own
   */
  public void follow(Optional<String> leader, String self) {
    proxy = leader.map(address -> new LeaderProxy(system, address, self));
    served = Optional.empty();
    follows = true;
  }

  /** The words after {@code /v2} that lead somewhere; empty before there is a framework. */
  Set<String> resources() {
    return served.map(now -> now.routes().resources()).orElse(Set.of());
  }

  private CompletionStage<HttpResponse> answer(HttpRequest http) {
    if (served.isEmpty() && http.getUri().getPathString().equals("/ping")) {
      http.discardEntityBytes(system);
      return CompletableFuture.completedFuture(response(Answer.text(200, "pong")));
    }
    if (served.isEmpty() && follows) {
      return proxy
          .map(leader -> leader.pass(http))
          .orElseGet(
              () -> {
                http.discardEntityBytes(system);
                return CompletableFuture.completedFuture(
                    response(Answer.error(502, "No process leads at the moment", Map.of())));
              });
    }
    if (served.isEmpty()) {
      http.discardEntityBytes(system);
      return CompletableFuture.completedFuture(
          response(Answer.error(503, "The framework is starting", Map.of())));
    }
    Served now = served.get();
    return http.entity()
        .withSizeLimit(MAX_BODY_BYTES)
        .getDataBytes()
        .runFold(ByteString.emptyByteString(), ByteString::concat, system)
        .toCompletableFuture()
        .orTimeout(BODY_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
        .thenApplyAsync(body -> answerTo(now, Requests.of(http, body)), threads)
        .exceptionally(ServiceHttp::unread)
        .thenApply(
            response -> response.addHeader(RawHeader.create("X-Marathon-Leader", now.leader())));
  }

  private HttpResponse answerTo(Served now, Request request) {
    return EventStreams.isFor(request)
        ? events(now, request)
        : response(inItsLanguage(request, now.routes().answer(request)));
  }

  private static Answer inItsLanguage(Request request, Answer answer) {
    return MediaType.wantsYaml(request.accept()) ? answer.asYaml() : answer;
  }

  private HttpResponse events(Served now, Request request) {
    return streams
        .answer(now.events(), request)
        .orElseGet(
            () ->
                response(
                    Answer.error(405, "Events are told as text/event-stream, to GET", Map.of())));
  }

  private static HttpResponse unread(Throwable trouble) {
    Throwable cause = trouble.getCause() == null ? trouble : trouble.getCause();
    return response(
        switch (cause) {
          case EntityStreamSizeException e ->
              Answer.error(413, "The body is larger than " + MAX_BODY_BYTES + " bytes", Map.of());
          case TimeoutException e ->
              Answer.error(
                  408,
                  "The body did not arrive within " + BODY_TIMEOUT.toSeconds() + " seconds",
                  Map.of());
          default ->
              Answer.error(400, "The request cannot be read: " + cause.getMessage(), Map.of());
        });
  }

  static HttpResponse response(Answer answer) {
    HttpResponse response = HttpResponse.create().withStatus(answer.status());
    if (!answer.contentType().isEmpty()) {
      response =
          response.withEntity(
              HttpEntities.create(ContentTypes.parse(answer.contentType()), answer.body()));
    }
    for (Map.Entry<String, String> header : answer.headers().entrySet()) {
      response = response.addHeader(RawHeader.create(header.getKey(), header.getValue()));
    }
    return response;
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}

package io.proffer.batch.http;

import akka.NotUsed;
import akka.actor.typed.ActorSystem;
import akka.http.javadsl.Http;
import akka.http.javadsl.ServerBinding;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.MediaTypes;
import akka.http.javadsl.model.headers.RawHeader;
import akka.http.scaladsl.model.EntityStreamSizeException;
import akka.japi.Pair;
import akka.stream.BoundedSourceQueue;
import akka.stream.QueueOfferResult;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The framework's one port. It is open before the framework is there; until then it answers 503.
 */
public final class BatchHttp implements AutoCloseable {

  /** A job must fit into a value of a ZooKeeper. */
  private static final long MAX_BODY_BYTES = 400_000;

  private static final int MAX_UNREAD_EVENTS = 1024;
  private static final Duration HEARTBEAT = Duration.ofSeconds(10);
  private static final Duration BODY_TIMEOUT = Duration.ofSeconds(30);
  private static final ByteString NOTHING_NEW = ByteString.fromString("\n");

  private final ActorSystem<?> system;
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("batch-http-", 0).factory());
  private volatile Optional<Served> served = Optional.empty();

  private record Served(Routes routes, EventHub events) {}

  public BatchHttp(ActorSystem<?> system) {
    this.system = system;
  }

  /** Opens the port. */
  public CompletionStage<ServerBinding> bind(String host, int port) {
    return Http.get(system).newServerAt(host, port).bind(this::answer);
  }

  /** From now on requests are answered. */
  public void serve(BatchApi api, EventHub events, ServerFacts facts) {
    served = Optional.of(new Served(new Routes(new Backend(api), facts), events));
  }

  private CompletionStage<HttpResponse> answer(HttpRequest http) {
    if (served.isEmpty()) {
      http.discardEntityBytes(system);
      return CompletableFuture.completedFuture(response(error(503, "The framework is starting")));
    }
    Served now = served.get();
    return http.entity()
        .withSizeLimit(MAX_BODY_BYTES)
        .getDataBytes()
        .runFold(ByteString.emptyByteString(), ByteString::concat, system)
        .toCompletableFuture()
        .orTimeout(BODY_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
        .thenApplyAsync(body -> answerTo(now, Requests.of(http, body)), threads)
        .exceptionally(BatchHttp::unread);
  }

  private HttpResponse answerTo(Served now, Request request) {
    return String.join("/", request.path()).equals("v1/events")
        ? events(now, request)
        : response(now.routes().answer(request));
  }

  private HttpResponse events(Served now, Request request) {
    if (!request.method().equals("GET")) {
      return response(HttpProblem.wrongMethod(request).answer(request.uri()));
    }
    Pair<BoundedSourceQueue<ByteString>, Source<ByteString, NotUsed>> stream =
        Source.<ByteString>queue(MAX_UNREAD_EVENTS).preMaterialize(system);
    BoundedSourceQueue<ByteString> queue = stream.first();
    Runnable stop = now.events().listen(frame -> offered(queue, frame));
    Source<ByteString, NotUsed> frames =
        Source.single(NOTHING_NEW)
            .concat(stream.second())
            .keepAlive(HEARTBEAT, () -> NOTHING_NEW)
            .watchTermination(
                (nothing, done) -> {
                  var unused = done.whenComplete((ok, failure) -> stop.run());
                  return NotUsed.getInstance();
                });
    return HttpResponse.create()
        .withEntity(HttpEntities.create(MediaTypes.TEXT_EVENT_STREAM.toContentType(), frames))
        .addHeader(RawHeader.create("Cache-Control", "no-cache"));
  }

  /** Who reads too slowly is cut off, and can come again. */
  private static boolean offered(BoundedSourceQueue<ByteString> queue, String frame) {
    if (queue.offer(ByteString.fromString(frame)) == QueueOfferResult.enqueued()) {
      return true;
    }
    queue.fail(new IllegalStateException("the listener does not keep up"));
    return false;
  }

  private static HttpResponse unread(Throwable trouble) {
    Throwable cause = trouble.getCause() == null ? trouble : trouble.getCause();
    return response(
        switch (cause) {
          case EntityStreamSizeException e ->
              error(413, "The body is larger than " + MAX_BODY_BYTES + " bytes");
          case TimeoutException e ->
              error(408, "The body did not arrive within " + BODY_TIMEOUT.toSeconds() + " seconds");
          default -> error(400, "The request cannot be read: " + cause.getMessage());
        });
  }

  private static Answer error(int status, String message) {
    return HttpProblem.of(status, message).answer("");
  }

  private static HttpResponse response(Answer answer) {
    HttpResponse response = HttpResponse.create().withStatus(answer.status());
    if (!answer.contentType().isEmpty()) {
      response =
          response.withEntity(
              HttpEntities.create(ContentTypes.parse(answer.contentType()), answer.body()));
    }
    return response;
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}

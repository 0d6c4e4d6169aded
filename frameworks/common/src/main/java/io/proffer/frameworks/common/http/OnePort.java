package io.proffer.frameworks.common.http;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Adapter;
import akka.http.javadsl.Http;
import akka.http.javadsl.ServerBinding;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A port that is open before there is anything to answer from; until then it answers 503. Each
 * request has a thread of its own once its body is there. Thread-safe.
 *
 * @param <S> what requests are answered from
 */
public final class OnePort<S> implements FrameworkPort {

  private static final Logger LOG = LoggerFactory.getLogger(OnePort.class);
  private static final Duration BODY_TIMEOUT = Duration.ofSeconds(30);

  private final ActorSystem<?> system;
  private final Manner<S> manner;
  private final Gate gate;
  private final ExecutorService threads;
  private volatile Optional<S> served = Optional.empty();
  private volatile Optional<LeaderProxy> proxy = Optional.empty();
  private volatile boolean follows;

  /**
   * @param gate that every request passes which this process answers; one that is passed on passes
   *     that of the process that leads
   */
  public OnePort(ActorSystem<?> system, Manner<S> manner, Gate gate) {
    this.system = system;
    this.manner = manner;
    this.gate = gate;
    this.threads =
        Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name(manner.name() + "-http-", 0).factory());
  }

  @Override
  public CompletionStage<ServerBinding> bind(String host, int port) {
    return Http.get(system)
        .newServerAt(host, port)
        .withSettings(
            ServerSettings.create(Adapter.toClassic(system)).withRemoteAddressAttribute(true))
        .bind(this::answer);
  }

  /** From now on requests are answered. */
  public void serve(S from) {
    served = Optional.of(from);
  }

  /** What requests are answered from; empty while they are not. */
  public Optional<S> served() {
    return served;
  }

  @Override
  public void follow(Optional<String> leader, String self) {
    proxy = leader.map(address -> new LeaderProxy(system, manner, address, self));
    served = Optional.empty();
    follows = true;
  }

  private CompletionStage<HttpResponse> answer(HttpRequest http) {
    Optional<S> now = served;
    if (now.isPresent()) {
      return switch (gate.pass(http, manner)) {
        case Gate.Turned turned -> {
          drain(http);
          yield CompletableFuture.completedFuture(turned.answer());
        }
        case Gate.Let let ->
            answerFrom(now.get(), http).whenComplete((given, failure) -> audit(http, let, given));
      };
    }
    if (http.getUri().getPathString().equals("/ping")) {
      return without(http, HttpResponse.create().withEntity("pong"));
    }
    Optional<LeaderProxy> leader = proxy;
    if (leader.isPresent()) {
      return leader.get().pass(http);
    }
    return without(
        http,
        follows
            ? manner.error(502, "No process leads at the moment")
            : manner.error(503, "The framework is starting"));
  }

  /** What a stranger sends is not kept, and not taken without end. */
  private void drain(HttpRequest http) {
    var unused =
        http.entity()
            .withSizeLimit(manner.maxBodyBytes())
            .getDataBytes()
            .runWith(Sink.ignore(), system);
  }

  /** Who had what changed is in the log: never the body, nor the query, which may hold secrets. */
  private static void audit(HttpRequest http, Gate.Let let, @Nullable HttpResponse given) {
    if (given != null && let.principal().isPresent() && !Gate.reads(http)) {
      LOG.info(
          "{} at {} asked for {} {}: {}",
          let.principal().get(),
          let.from(),
          http.method().value(),
          http.getUri().getPathString(),
          given.status().intValue());
    }
  }

  private CompletionStage<HttpResponse> without(HttpRequest http, HttpResponse response) {
    http.discardEntityBytes(system);
    return CompletableFuture.completedFuture(response);
  }

  private CompletionStage<HttpResponse> answerFrom(S from, HttpRequest http) {
    return http.entity()
        .withSizeLimit(manner.maxBodyBytes())
        .getDataBytes()
        .runFold(ByteString.emptyByteString(), ByteString::concat, system)
        .toCompletableFuture()
        .orTimeout(BODY_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
        .thenApplyAsync(body -> manner.answer(from, http, body), threads)
        .exceptionally(this::unread);
  }

  private HttpResponse unread(Throwable trouble) {
    Throwable cause = trouble.getCause() == null ? trouble : trouble.getCause();
    return switch (cause) {
      case EntityStreamSizeException e ->
          manner.error(413, "The body is larger than " + manner.maxBodyBytes() + " bytes");
      case TimeoutException e ->
          manner.error(
              408, "The body did not arrive within " + BODY_TIMEOUT.toSeconds() + " seconds");
      default -> manner.error(400, "The request cannot be read: " + cause.getMessage());
    };
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}

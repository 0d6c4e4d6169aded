package io.proffer.master.http;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Adapter;
import akka.http.javadsl.ConnectionContext;
import akka.http.javadsl.Http;
import akka.http.javadsl.HttpsConnectionContext;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpEntity;
import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.ResponseEntity;
import akka.http.javadsl.model.headers.RawHeader;
import akka.http.javadsl.settings.ClientConnectionSettings;
import akka.http.javadsl.settings.ConnectionPoolSettings;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import scala.concurrent.duration.Duration;
import scala.concurrent.duration.FiniteDuration;

/**
 * Passes requests on to servers behind the master, and their answers back as they come, streams
 * too. A bounded number at a time. What comes back is from others than the master: a browser is
 * told to run none of it with the rights of the master's own pages.
 */
final class Forwarding {

  /** Streams count for as long as they are open. */
  private static final int MAX_OPEN = 512;

  private static final FiniteDuration CONNECT_PATIENCE = Duration.create(3, TimeUnit.SECONDS);
  private static final long ANSWER_PATIENCE_SECONDS = 30;
  private static final Duration IDLE = Duration.create(10, TimeUnit.MINUTES);
  private static final Duration KEEP = Duration.create(15, TimeUnit.SECONDS);
  private static final int CONNECTIONS_PER_SERVER = 64;

  private static final Set<String> PASSED_ON =
      Set.of(
          "accept",
          "accept-language",
          "if-match",
          "if-modified-since",
          "if-none-match",
          "last-event-id",
          "range",
          "user-agent");

  private static final Set<String> PASSED_BACK =
      Set.of(
          "accept-ranges",
          "allow",
          "cache-control",
          "content-disposition",
          "content-encoding",
          "content-range",
          "etag",
          "last-modified",
          "location",
          "marathon-deployment-id",
          "retry-after",
          "vary");

  private final ActorSystem<?> system;
  private final ConnectionPoolSettings settings;
  private final HttpsConnectionContext https;
  private final AtomicInteger open = new AtomicInteger();

  Forwarding(ActorSystem<?> system) {
    this.system = system;
    this.settings =
        ConnectionPoolSettings.create(Adapter.toClassic(system))
            .withMaxConnections(CONNECTIONS_PER_SERVER)
            .withMaxOpenRequests(CONNECTIONS_PER_SERVER)
            .withMaxRetries(0)
            .withKeepAliveTimeout(KEEP)
            .withConnectionSettings(
                ClientConnectionSettings.create(Adapter.toClassic(system))
                    .withConnectingTimeout(CONNECT_PATIENCE)
                    .withIdleTimeout(IDLE));
    try {
      this.https = ConnectionContext.httpsClient(SSLContext.getDefault());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This Java has no TLS", e);
    }
  }

  /**
   * Passes a request on.
   *
   * @param url where to, with the query
   * @param whose server it is, for messages
   * @throws RefusedException when too many are open already, or a foreign page sends it
   */
  CompletionStage<HttpResponse> forward(Request request, String url, String prefix, String whose)
      throws RefusedException {
    refuseForeignPages(request);
    if (open.incrementAndGet() > MAX_OPEN) {
      open.decrementAndGet();
      throw new RefusedException(
          503, "The master passes on as many requests as it may; try again in a moment");
    }
    return Http.get(system)
        .singleRequest(onward(request, url, prefix), https, settings, system.classicSystem().log())
        .toCompletableFuture()
        .orTimeout(ANSWER_PATIENCE_SECONDS, TimeUnit.SECONDS)
        .handle(
            (response, failure) -> {
              if (response == null) {
                open.decrementAndGet();
                return Answers.text(
                    502, "%s at %s does not answer".formatted(whose, authority(url)));
              }
              return back(response, url, prefix);
            });
  }

  /** A page of another site may look like a person's wish, and is not. */
  private static void refuseForeignPages(Request request) throws RefusedException {
    boolean reads = request.method().equals("GET") || request.method().equals("HEAD");
    if (!reads && request.header("sec-fetch-site").filter("cross-site"::equals).isPresent()) {
      throw new RefusedException(403, "A page of another site may not change anything here");
    }
  }

  private static HttpRequest onward(Request request, String url, String prefix) {
    List<HttpHeader> headers = new ArrayList<>();
    for (HttpHeader header : request.http().getHeaders()) {
      if (PASSED_ON.contains(header.lowercaseName())) {
        headers.add(header);
      }
    }
    if (request.acceptsGzip()) {
      headers.add(RawHeader.create("Accept-Encoding", "gzip"));
    }
    request.header("host").ifPresent(h -> headers.add(RawHeader.create("X-Forwarded-Host", h)));
    headers.add(RawHeader.create("X-Forwarded-Prefix", prefix));
    HttpRequest onward =
        HttpRequest.create(url).withMethod(request.http().method()).withHeaders(headers);
    return request.body().isEmpty()
        ? onward
        : onward.withEntity(request.http().entity().getContentType(), request.body());
  }

  private HttpResponse back(HttpResponse response, String url, String prefix) {
    List<HttpHeader> headers = new ArrayList<>();
    for (HttpHeader header : response.getHeaders()) {
      if (PASSED_BACK.contains(header.lowercaseName())) {
        headers.add(header.lowercaseName().equals("location") ? here(header, url, prefix) : header);
      }
    }
    headers.add(
        RawHeader.create(
            "Content-Security-Policy",
            "sandbox allow-scripts allow-forms; frame-ancestors 'none'"));
    headers.add(RawHeader.create("X-Content-Type-Options", "nosniff"));
    return HttpResponse.create()
        .withStatus(response.status())
        .withHeaders(headers)
        .withEntity(counted(response.entity()));
  }

  /** A place on that server is one below the prefix here. */
  private static HttpHeader here(HttpHeader location, String url, String prefix) {
    String server = url.substring(0, url.indexOf(authority(url)) + authority(url).length());
    String target =
        location.value().startsWith(server)
            ? location.value().substring(server.length())
            : location.value();
    return RawHeader.create("Location", target.startsWith("/") ? prefix + target : target);
  }

  private ResponseEntity counted(ResponseEntity entity) {
    if (entity instanceof HttpEntity.Strict) {
      open.decrementAndGet();
      return entity;
    }
    Source<ByteString, ?> data =
        entity
            .getDataBytes()
            .watchTermination(
                (ignored, done) -> done.whenComplete((end, failure) -> open.decrementAndGet()));
    OptionalLong length = entity.getContentLengthOption();
    return length.isPresent()
        ? HttpEntities.create(entity.getContentType(), length.getAsLong(), data)
        : HttpEntities.createChunked(entity.getContentType(), data);
  }

  private static String authority(String url) {
    int begin = url.indexOf("://") + 3;
    int end = url.indexOf('/', begin);
    return end < 0 ? url.substring(begin) : url.substring(begin, end);
  }
}

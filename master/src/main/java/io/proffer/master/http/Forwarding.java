package io.proffer.master.http;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Adapter;
import akka.http.javadsl.ConnectionContext;
import akka.http.javadsl.Http;
import akka.http.javadsl.HttpsConnectionContext;
import akka.http.javadsl.model.ContentType;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntity;
import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpMethods;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.ResponseEntity;
import akka.http.javadsl.model.headers.RawHeader;
import akka.http.javadsl.settings.ClientConnectionSettings;
import akka.http.javadsl.settings.ConnectionPoolSettings;
import akka.stream.Materializer;
import akka.stream.SystemMaterializer;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import io.proffer.core.security.ProxyKey;
import io.proffer.master.http.server.Header;
import io.proffer.master.http.server.Request;
import io.proffer.master.http.server.Response;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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
  private static final ContentType UNTYPED = ContentTypes.APPLICATION_OCTET_STREAM;

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
  private final InstantSource clock;
  private final Materializer materializer;
  private final ConnectionPoolSettings settings;
  private final HttpsConnectionContext https;
  private final AtomicInteger open = new AtomicInteger();

  Forwarding(ActorSystem<?> system, InstantSource clock) {
    this.system = system;
    this.clock = clock;
    this.materializer = SystemMaterializer.get(system).materializer();
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
   * @param key that the server gave, by which it knows whom the master sends
   * @param url where to, with the query
   * @param whose server it is, for messages
   * @throws RefusedException when too many are open already, or a foreign page sends it
   */
  CompletionStage<Response> forward(
      Request request, Optional<ProxyKey> key, String url, String prefix, String whose)
      throws RefusedException {
    refuseForeignPages(request);
    if (open.incrementAndGet() > MAX_OPEN) {
      open.decrementAndGet();
      throw new RefusedException(
          503, "The master passes on as many requests as it may; try again in a moment");
    }
    return Http.get(system)
        .singleRequest(
            onward(request, key, url, prefix), https, settings, system.classicSystem().log())
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

  private HttpRequest onward(Request request, Optional<ProxyKey> key, String url, String prefix) {
    List<HttpHeader> headers = new ArrayList<>();
    for (Header header : request.headers()) {
      if (PASSED_ON.contains(header.name().toLowerCase(Locale.ROOT))) {
        headers.add(RawHeader.create(header.name(), header.value()));
      }
    }
    if (request.acceptsGzip()) {
      headers.add(RawHeader.create("Accept-Encoding", "gzip"));
    }
    request.header("host").ifPresent(h -> headers.add(RawHeader.create("X-Forwarded-Host", h)));
    headers.add(RawHeader.create("X-Forwarded-Prefix", prefix));
    key.map(known -> known.authorization(request.principal(), clock.instant()))
        .ifPresent(shown -> headers.add(RawHeader.create("Authorization", shown)));
    HttpRequest onward =
        HttpRequest.create(url)
            .withMethod(HttpMethods.lookup(request.method()).orElse(HttpMethods.POST))
            .withHeaders(headers);
    return request.body().isEmpty() ? onward : onward.withEntity(type(request), request.body());
  }

  private static ContentType type(Request request) {
    try {
      return request.contentType().map(ContentTypes::parse).orElse(UNTYPED);
    } catch (IllegalArgumentException e) {
      return UNTYPED;
    }
  }

  private Response back(HttpResponse response, String url, String prefix) {
    List<Header> headers = new ArrayList<>();
    for (HttpHeader header : response.getHeaders()) {
      if (PASSED_BACK.contains(header.lowercaseName())) {
        String value =
            header.lowercaseName().equals("location")
                ? here(header.value(), url, prefix)
                : header.value();
        headers.add(new Header(header.name(), value));
      }
    }
    headers.add(
        new Header(
            "Content-Security-Policy",
            "sandbox allow-scripts allow-forms; frame-ancestors 'none'"));
    headers.add(new Header("X-Content-Type-Options", "nosniff"));
    return new Response(response.status().intValue(), headers, body(response.entity()));
  }

  /** A place on that server is one below the prefix here. */
  private static String here(String location, String url, String prefix) {
    String server = url.substring(0, url.indexOf(authority(url)) + authority(url).length());
    String target = location.startsWith(server) ? location.substring(server.length()) : location;
    return target.startsWith("/") ? prefix + target : target;
  }

  private Response.Body body(ResponseEntity entity) {
    String type = entity.getContentType().toString();
    if (entity instanceof HttpEntity.Strict strict) {
      open.decrementAndGet();
      return strict.getData().isEmpty()
          ? new Response.Nothing()
          : new Response.Whole(type, strict.getData());
    }
    Source<ByteString, ?> data =
        entity
            .getDataBytes()
            .watchTermination(
                (ignored, done) -> done.whenComplete((end, failure) -> open.decrementAndGet()));
    return new Response.Streamed(
        type, entity.getContentLengthOption(), new SourcePieces(data, materializer));
  }

  private static String authority(String url) {
    int begin = url.indexOf("://") + 3;
    int end = url.indexOf('/', begin);
    return end < 0 ? url.substring(begin) : url.substring(begin, end);
  }
}

package io.proffer.frameworks.common.http;

import akka.actor.typed.ActorSystem;
import akka.http.javadsl.Http;
import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.Uri;
import akka.http.javadsl.model.headers.RawHeader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Passes requests on to the process that leads, as Marathon and Metronome do: each process they
 * have come through is named in a header, and none passes on what has come through it before.
 * Streams of events are not passed on: who wants one is sent to the leader.
 */
final class LeaderProxy {

  /** What is of one connection only, or is put there by the server that took the request. */
  private static final Set<String> OWN =
      Set.of(
          "host",
          "connection",
          "keep-alive",
          "te",
          "trailer",
          "upgrade",
          "timeout-access",
          "remote-address",
          "raw-request-uri",
          "tls-session-info",
          "transfer-encoding",
          "content-length",
          "content-type");

  private final ActorSystem<?> system;
  private final Manner<?> manner;
  private final String leader;
  private final String self;

  /**
   * @param leader {@code host:port}
   * @param self this process's own
   */
  LeaderProxy(ActorSystem<?> system, Manner<?> manner, String leader, String self) {
    this.system = system;
    this.manner = manner;
    this.leader = leader;
    this.self = self;
  }

  CompletionStage<HttpResponse> pass(HttpRequest http) {
    Uri to = there(http.getUri());
    String path = String.join("/", UriText.segments(http.getUri().getPathString()));
    if (manner.streams().contains(path)) {
      http.discardEntityBytes(system);
      return CompletableFuture.completedFuture(
          HttpResponse.create()
              .withStatus(302)
              .addHeader(RawHeader.create("Location", to.toString())));
    }
    if (hasBeenHere(http) || leader.equals(self)) {
      http.discardEntityBytes(system);
      return CompletableFuture.completedFuture(
          manner.error(
              502, "The request goes round: " + self + " was told that " + leader + " leads"));
    }
    List<HttpHeader> headers = new ArrayList<>();
    http.getHeaders()
        .forEach(
            header -> {
              if (!OWN.contains(header.lowercaseName().toLowerCase(Locale.ROOT))) {
                headers.add(header);
              }
            });
    headers.add(RawHeader.create(manner.viaHeader(), "1.1 " + self));
    HttpRequest passed =
        HttpRequest.create()
            .withMethod(http.method())
            .withUri(to)
            .withHeaders(headers)
            .withEntity(http.entity());
    return Http.get(system)
        .singleRequest(passed)
        .thenApply(
            response -> response.addHeader(RawHeader.create(manner.viaHeader(), "1.1 " + self)))
        .exceptionally(
            failure -> manner.error(502, "The leader " + leader + " does not answer: " + failure));
  }

  private Uri there(Uri asked) {
    int colon = leader.lastIndexOf(':');
    return asked
        .scheme("http")
        .host(leader.substring(0, colon))
        .port(Integer.parseInt(leader.substring(colon + 1)));
  }

  private boolean hasBeenHere(HttpRequest http) {
    for (HttpHeader header : http.getHeaders()) {
      if (header.is(manner.viaHeader().toLowerCase(Locale.ROOT)) && header.value().contains(self)) {
        return true;
      }
    }
    return false;
  }
}

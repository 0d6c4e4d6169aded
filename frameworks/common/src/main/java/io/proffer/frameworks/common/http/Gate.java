package io.proffer.frameworks.common.http;

import akka.http.javadsl.model.AttributeKeys;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.RawHeader;
import io.proffer.core.security.Proof;
import io.proffer.core.security.ProxyKey;
import io.proffer.core.security.Visitors;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;

/**
 * Lets nobody in who must say who he is and does not. Every request passes here, before its body is
 * read. Thread-safe.
 */
public final class Gate {

  /** It tells nothing; who watches the framework asks for it. */
  private static final String OPEN = "/ping";

  private final PortAuthentication asks;
  private final Visitors visitors;
  private final InstantSource clock;

  /**
   * @param asks where it wants to know who comes, and whom it knows
   * @param key by which it knows whom the master sends
   */
  public Gate(PortAuthentication asks, ProxyKey key, InstantSource clock) {
    this.asks = asks;
    this.visitors = new Visitors(asks.credentials(), key);
    this.clock = clock;
  }

  /** What came of it. */
  sealed interface Passage {}

  /**
   * The request is answered.
   *
   * @param principal who sends it; empty where he need not say, and for whom the master need not
   *     know
   * @param from the address it comes from
   */
  record Let(Optional<String> principal, String from) implements Passage {}

  /** It is answered with this. */
  record Turned(HttpResponse answer) implements Passage {}

  /**
   * Looks who sends a request.
   *
   * @param manner in which he is told that he is refused
   */
  Passage pass(HttpRequest http, Manner<?> manner) {
    String from = address(http);
    boolean asked = reads(http) ? asks.readOnly() : asks.readWrite();
    if (!asked || http.getUri().getPathString().equals(OPEN)) {
      return new Let(Optional.empty(), from);
    }
    String shown = header(http, "Authorization").orElse("");
    return switch (visitors.prove(shown, from, clock.instant())) {
      case Proof.Of of ->
          !reads(http) && isOfForeignPage(http)
              ? new Turned(manner.error(403, "A page of another site may not change anything here"))
              : new Let(Optional.of(of.claims().principal()).filter(name -> !name.isEmpty()), from);
      case Proof.Failed failed -> new Turned(unauthorized(manner));
      case Proof.TooOften often -> new Turned(tooOften(manner, often));
    };
  }

  /** Whether a request is of a method that changes nothing. */
  static boolean reads(HttpRequest http) {
    return http.method().value().equals("GET") || http.method().value().equals("HEAD");
  }

  /** A browser shows the password that it keeps by itself, whosever page asks; it says whose. */
  private static boolean isOfForeignPage(HttpRequest http) {
    Optional<String> site = header(http, "Sec-Fetch-Site");
    if (site.isPresent()) {
      return !site.get().equals("same-origin") && !site.get().equals("none");
    }
    String own = "//" + header(http, "Host").orElse("").toLowerCase(Locale.ROOT);
    return header(http, "Origin")
        .filter(origin -> !origin.toLowerCase(Locale.ROOT).endsWith(own))
        .isPresent();
  }

  private static HttpResponse unauthorized(Manner<?> manner) {
    return manner
        .error(401, "Say who you are, with HTTP Basic, or ask through the master")
        .addHeader(RawHeader.create("WWW-Authenticate", "Basic realm=\"" + manner.realm() + "\""));
  }

  private static HttpResponse tooOften(Manner<?> manner, Proof.TooOften because) {
    return manner
        .error(429, because.message())
        .addHeader(RawHeader.create("Retry-After", Long.toString(because.seconds())));
  }

  private static Optional<String> header(HttpRequest http, String name) {
    return http.getHeader(name).map(header -> header.value());
  }

  private static String address(HttpRequest http) {
    return http.getAttribute(AttributeKeys.remoteAddress)
        .flatMap(remote -> remote.getAddress())
        .map(InetAddress::getHostAddress)
        .orElse("an unknown address");
  }
}

package io.proffer.agent.http;

import akka.http.javadsl.model.AttributeKeys;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.RawHeader;
import io.proffer.agent.executor.ExecutorTokens;
import io.proffer.core.security.Proof;
import io.proffer.core.security.Visitors;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Lets nobody in who must say who he is and does not. Every request passes here, before its body is
 * read.
 */
public final class Gate {

  private static final String BEARER = "Bearer ";

  private final Visitors visitors;
  private final ExecutorTokens executors;
  private final Set<Realm> required = EnumSet.noneOf(Realm.class);
  private final InstantSource clock;

  /**
   * @param visitors whom it lets in
   * @param executors who may do what concerns their own containers
   * @param readOnly whether who only looks is asked
   * @param readWrite whether all others are
   */
  public Gate(
      Visitors visitors,
      ExecutorTokens executors,
      boolean readOnly,
      boolean readWrite,
      InstantSource clock) {
    this.visitors = visitors;
    this.executors = executors;
    this.clock = clock;
    if (readOnly) {
      required.add(Realm.READONLY);
    }
    if (readWrite) {
      required.add(Realm.READWRITE);
    }
  }

  /** What came of it. */
  sealed interface Passage {}

  /** The request is answered, of this caller. */
  record Let(Caller caller) implements Passage {}

  /** It is answered with this. */
  record Turned(HttpResponse answer) implements Passage {}

  /**
   * Looks who sends a request.
   *
   * @param endpoint the path that its endpoint is known by
   */
  Passage pass(String endpoint, HttpRequest http) {
    Optional<Realm> realm = Realm.of(endpoint).filter(required::contains);
    if (realm.isEmpty()) {
      return new Let(new Caller.Anybody());
    }
    String shown = http.getHeader("Authorization").map(h -> h.value()).orElse("");
    return switch (visitors.prove(shown, address(http), clock.instant())) {
      case Proof.Of of -> new Let(caller(of.claims().principal()));
      case Proof.TooOften often -> new Turned(tooOften(often));
      case Proof.Failed failed ->
          executor(realm.get(), shown)
              .<Passage>map(Let::new)
              .orElseGet(() -> new Turned(unauthorized(realm.get())));
    };
  }

  private static Caller caller(String principal) {
    return principal.isEmpty() ? new Caller.Anybody() : new Caller.Known(principal);
  }

  private Optional<Caller> executor(Realm realm, String shown) {
    return realm == Realm.READWRITE && shown.regionMatches(true, 0, BEARER, 0, BEARER.length())
        ? executors.verify(shown.substring(BEARER.length()).strip()).map(Caller.Executor::new)
        : Optional.empty();
  }

  private static String address(HttpRequest http) {
    return http.getAttribute(AttributeKeys.remoteAddress)
        .flatMap(remote -> remote.getAddress())
        .map(InetAddress::getHostAddress)
        .orElse("an unknown address");
  }

  /** Without a body, as Mesos answers. */
  private static HttpResponse unauthorized(Realm realm) {
    return HttpResponse.create()
        .withStatus(401)
        .addHeader(
            RawHeader.create("WWW-Authenticate", "Basic realm=\"" + realm.wireName() + "\""));
  }

  private static HttpResponse tooOften(Proof.TooOften because) {
    return Answers.text(429, because.message())
        .addHeader(RawHeader.create("Retry-After", Long.toString(because.seconds())));
  }
}

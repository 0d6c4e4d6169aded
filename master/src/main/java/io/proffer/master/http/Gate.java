package io.proffer.master.http;

import io.proffer.core.security.Authentication;
import io.proffer.core.security.Proof;
import io.proffer.core.security.Realm;
import io.proffer.master.http.server.Request;
import io.proffer.master.http.server.Response;
import java.time.InstantSource;
import java.util.Optional;

/** Lets nobody in who must say who he is and does not. Everything that is asked passes here. */
final class Gate {

  /** Where browsers keep a token. */
  static final String COOKIE = "proffer-token";

  private final Optional<Authentication> authentication;
  private final InstantSource clock;

  /**
   * @param authentication empty where nobody is asked
   */
  Gate(Optional<Authentication> authentication, InstantSource clock) {
    this.authentication = authentication;
    this.clock = clock;
  }

  /**
   * The request, with who sends it.
   *
   * @param endpoint the path under which its endpoint is found
   * @throws RefusedException with 401 for somebody unknown; with 429 where too many wrong passwords
   *     came; with 403 for a page of another site that uses what a browser has of this one
   */
  Request pass(String endpoint, Request request) throws RefusedException {
    if (authentication.isEmpty()) {
      return request;
    }
    Optional<Realm> realm = Realms.of(endpoint, request);
    if (realm.isEmpty()) {
      return request;
    }
    Authentication.Verdict verdict =
        authentication
            .get()
            .check(
                realm.get(),
                request.header("authorization"),
                cookie(request),
                request.from(),
                clock.instant());
    return switch (verdict) {
      case Authentication.NotAsked nobody -> request;
      case Authentication.Unknown unknown ->
          throw new RefusedException(
              unauthorized(
                  realm.get().wireName(), endpoint.startsWith("/dashboard/") || isScript(request)));
      case Authentication.Early early -> throw new RefusedException(tooOften(early.because()));
      case Authentication.Proved proved -> {
        if (proved.byCookie() && !Realms.reads(request) && !OwnPage.sends(request)) {
          throw new RefusedException(
              403, "Only the master's own pages may use the login that a browser keeps");
        }
        yield request.by(proved.principal());
      }
    };
  }

  /**
   * 401 without a body, as Mesos answers. A page's script is asked for a token instead: to be asked
   * for a password the browser would show a window of its own.
   */
  static Response unauthorized(String realm, boolean script) {
    return Response.of(401)
        .with("WWW-Authenticate", (script ? "Bearer" : "Basic") + " realm=\"" + realm + "\"");
  }

  /** 429: when to try again is said to programs and to people. */
  static Response tooOften(Proof.TooOften because) {
    return Answers.text(429, because.message())
        .with("Retry-After", Long.toString(because.seconds()));
  }

  /** Over plain HTTP a browser does not say so by itself: then the page does. */
  static boolean isScript(Request request) {
    return request.header("sec-fetch-mode").filter(mode -> !mode.equals("navigate")).isPresent()
        || request.header("x-requested-with").filter("proffer"::equals).isPresent();
  }

  /** The token that a browser shows. */
  static Optional<String> cookie(Request request) {
    for (String pair : request.header("cookie").orElse("").split("[;,]", -1)) {
      String[] parts = pair.strip().split("=", 2);
      if (parts.length == 2 && parts[0].equals(COOKIE)) {
        return Optional.of(parts[1]);
      }
    }
    return Optional.empty();
  }
}

package io.proffer.master.http;

import io.proffer.core.protocol.legacy.LegacyWriter;
import io.proffer.core.security.Authentication;
import io.proffer.core.security.Proof;
import io.proffer.core.security.Realm;
import io.proffer.core.security.Tokens;
import io.proffer.master.http.server.Request;
import io.proffer.master.http.server.Response;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * {@code /login} gives a token for a credential, and says whose a token is; {@code /logout} has a
 * browser forget its own. A page never sees the token: the browser keeps it where no script reads.
 */
final class LoginEndpoint {

  private static final String REALM = "proffer-master-login";
  private static final String KEPT = "; Path=/; HttpOnly; SameSite=Strict";

  private final Optional<Authentication> authentication;
  private final InstantSource clock;

  LoginEndpoint(Optional<Authentication> authentication, InstantSource clock) {
    this.authentication = authentication;
    this.clock = clock;
  }

  void addTo(Routes routes) {
    routes.add("/login", this::login);
    routes.add("/logout", this::logout);
  }

  private CompletionStage<Response> login(Request request) throws RefusedException {
    return switch (request.method()) {
      case "GET", "HEAD" -> Answers.now(status(request));
      case "POST" -> Answers.now(issue(request));
      default ->
          throw new RefusedException(
              Answers.methodNotAllowed(List.of("GET", "POST"), request.method()));
    };
  }

  /** Where one must say who one is, and who this is. */
  private Response status(Request request) throws RefusedException {
    Optional<Tokens.Claims> claims =
        authentication.isEmpty() ? Optional.empty() : claims(request, authentication.get());
    List<String> realms =
        authentication.stream()
            .flatMap(known -> known.required().stream())
            .map(Realm::wireName)
            .sorted()
            .toList();
    return Answers.json(
            LegacyWriter.object(
                out -> {
                  out.strings("realms", realms, realm -> realm);
                  if (claims.isPresent()) {
                    out.string("principal", claims.get().principal());
                    if (!claims.get().expiresAt().equals(Instant.MAX)) {
                      out.string("expires_at", claims.get().expiresAt().toString());
                    }
                  }
                }))
        .with("Cache-Control", "no-store");
  }

  private Optional<Tokens.Claims> claims(Request request, Authentication known)
      throws RefusedException {
    Optional<String> header = request.header("authorization");
    return header.isPresent()
        ? claims(known.prove(header.get(), request.from(), clock.instant()))
        : Gate.cookie(request).flatMap(token -> known.token(token, clock.instant()));
  }

  private static Optional<Tokens.Claims> claims(Proof proof) throws RefusedException {
    return switch (proof) {
      case Proof.Of of -> Optional.of(of.claims());
      case Proof.Failed failed -> Optional.empty();
      case Proof.TooOften often -> throw new RefusedException(Gate.tooOften(often));
    };
  }

  private Response issue(Request request) throws RefusedException {
    Authentication known =
        authentication.orElseThrow(
            () -> new RefusedException(409, "This master asks nobody who he is: no login needed"));
    boolean browser =
        request.header("origin").isPresent() || request.header("sec-fetch-site").isPresent();
    if (browser && !OwnPage.sends(request)) {
      throw new RefusedException(403, "Only the master's own pages may log somebody in");
    }
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    String shown = request.header("authorization").orElse("");
    String principal =
        claims(known.proveSecret(shown, request.from(), clock.instant()))
            .orElseThrow(
                () -> new RefusedException(Gate.unauthorized(REALM, Gate.isScript(request))))
            .principal();
    String token = known.tokens().issue(principal, now);
    Response answer =
        Answers.json(
                LegacyWriter.object(
                    out -> {
                      out.string("principal", principal);
                      out.string("expires_at", now.plus(Tokens.LIFE).toString());
                      if (!browser) {
                        out.string("token", token);
                      }
                    }))
            .with("Cache-Control", "no-store");
    return browser
        ? answer.with("Set-Cookie", cookie(request, token, Tokens.LIFE.toSeconds()))
        : answer;
  }

  private CompletionStage<Response> logout(Request request) throws RefusedException {
    if (!request.method().equals("POST")) {
      throw new RefusedException(Answers.methodNotAllowed("POST", request.method()));
    }
    return Answers.now(Answers.done().with("Set-Cookie", cookie(request, "", 0)));
  }

  private static String cookie(Request request, String token, long seconds) {
    boolean tls = request.header("x-forwarded-proto").filter("https"::equals).isPresent();
    return Gate.COOKIE + "=" + token + "; Max-Age=" + seconds + KEPT + (tls ? "; Secure" : "");
  }
}

package io.proffer.core.security;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Whom a daemon knows, and what for it wants to know them. Pure: the time is an argument. Safe for
 * use by several threads.
 *
 * @param credentials whom it knows
 * @param tokens that stand for them
 * @param required where one must prove who one is; elsewhere nobody is asked
 */
public record Authentication(Credentials credentials, Tokens tokens, Set<Realm> required) {

  private static final String BEARER = "Bearer ";

  /** Keeps its own copy. */
  public Authentication {
    required = Set.copyOf(required);
  }

  /** What came of it. */
  public sealed interface Verdict {}

  /** Nobody is asked here. */
  public record NotAsked() implements Verdict {}

  /**
   * Somebody known.
   *
   * @param byCookie whether the browser showed it by itself: a page of another site may be behind
   */
  public record Proved(String principal, boolean byCookie) implements Verdict {}

  /**
   * Nobody known.
   *
   * @param shown whether anything was shown at all
   */
  public record Unknown(boolean shown) implements Verdict {}

  /**
   * Who asks for something of a realm.
   *
   * @param authorization the header: a credential or a token
   * @param cookie a token that a browser keeps; looked at where there is no header
   */
  public Verdict check(
      Realm realm, Optional<String> authorization, Optional<String> cookie, Instant now) {
    if (!required.contains(realm)) {
      return new NotAsked();
    }
    if (authorization.isPresent()) {
      return prove(authorization.get(), now)
          .<Verdict>map(claims -> new Proved(claims.principal(), false))
          .orElseGet(() -> new Unknown(true));
    }
    return cookie
        .flatMap(token -> token(token, now))
        .<Verdict>map(claims -> new Proved(claims.principal(), true))
        .orElseGet(() -> new Unknown(cookie.isPresent()));
  }

  /** Who shows an {@code Authorization} header, and until when that is good: a credential is. */
  public Optional<Tokens.Claims> prove(String authorization, Instant now) {
    if (authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      return token(authorization.substring(BEARER.length()).strip(), now);
    }
    return Credential.ofAuthorization(authorization)
        .filter(credentials::accept)
        .map(shown -> new Tokens.Claims(shown.principal(), Instant.MAX));
  }

  /** What a token says of somebody who is still known. */
  public Optional<Tokens.Claims> token(String token, Instant now) {
    return tokens.verify(token, now).filter(claims -> credentials.knows(claims.principal()));
  }
}

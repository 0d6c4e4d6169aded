package io.proffer.core.security;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Whom a master knows, and what for it wants to know them. The time is an argument. Safe for use by
 * several threads.
 *
 * @param secrets of those it knows
 * @param tokens that stand for them
 * @param required where one must prove who one is; elsewhere nobody is asked
 */
public record Authentication(Secrets secrets, Tokens tokens, Set<Realm> required) {

  private static final String BEARER = "Bearer ";

  /** Keeps its own copy. */
  public Authentication {
    required = Set.copyOf(required);
  }

  /** One at which nobody has tried anything yet. */
  public Authentication(Credentials credentials, Tokens tokens, Set<Realm> required) {
    this(new Secrets(credentials), tokens, required);
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

  /** Somebody who has to wait until it is looked at who he is. */
  public record Early(Proof.TooOften because) implements Verdict {}

  /**
   * Who asks for something of a realm.
   *
   * @param authorization the header: a credential or a token
   * @param cookie a token that a browser keeps; looked at where there is no header
   * @param address whence it comes
   */
  public Verdict check(
      Realm realm,
      Optional<String> authorization,
      Optional<String> cookie,
      String address,
      Instant now) {
    if (!required.contains(realm)) {
      return new NotAsked();
    }
    if (authorization.isPresent()) {
      return switch (prove(authorization.get(), address, now)) {
        case Proof.Of of -> new Proved(of.claims().principal(), false);
        case Proof.Failed failed -> new Unknown(true);
        case Proof.TooOften often -> new Early(often);
      };
    }
    return cookie
        .flatMap(token -> token(token, now))
        .<Verdict>map(claims -> new Proved(claims.principal(), true))
        .orElseGet(() -> new Unknown(cookie.isPresent()));
  }

  /** Who shows an {@code Authorization} header, and until when that is good: a credential is. */
  public Proof prove(String authorization, String address, Instant now) {
    if (authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      return token(authorization.substring(BEARER.length()).strip(), now)
          .<Proof>map(Proof.Of::new)
          .orElseGet(Proof.Failed::new);
    }
    return proveSecret(authorization, address, now);
  }

  /** The same, of who must show a credential: a token does not do. */
  public Proof proveSecret(String authorization, String address, Instant now) {
    return Credential.ofAuthorization(authorization)
        .map(shown -> secrets.prove(shown, address, now))
        .orElseGet(Proof.Failed::new);
  }

  /** What a token says of somebody who is still known. */
  public Optional<Tokens.Claims> token(String token, Instant now) {
    return tokens.verify(token, now).filter(claims -> secrets.knows(claims.principal()));
  }
}

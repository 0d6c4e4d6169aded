package io.proffer.core.security;

import java.time.Instant;
import java.util.Optional;

/**
 * Whom a server behind the master lets in: those that it knows itself, and those whom the master
 * sends. Safe for use by several threads.
 */
public final class Visitors {

  private static final String BEARER = "Bearer ";

  private final Optional<Secrets> secrets;
  private final ProxyKey key;

  /**
   * @param known whom it knows itself; empty: nobody
   * @param key by which it knows whom the master sends
   */
  public Visitors(Optional<Credentials> known, ProxyKey key) {
    this.secrets = known.map(Secrets::new);
    this.key = key;
  }

  /**
   * Who shows an {@code Authorization} header.
   *
   * @param address whence it comes
   */
  public Proof prove(String authorization, String address, Instant now) {
    if (authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      return key.verify(authorization.substring(BEARER.length()).strip(), now)
          .<Proof>map(Proof.Of::new)
          .orElseGet(Proof.Failed::new);
    }
    return secrets
        .flatMap(
            some ->
                Credential.ofAuthorization(authorization)
                    .map(shown -> some.prove(shown, address, now)))
        .orElseGet(Proof.Failed::new);
  }
}

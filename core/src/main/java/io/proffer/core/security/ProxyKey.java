package io.proffer.core.security;

import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * A key that a server behind the master, such as an agent, makes when it starts and gives to the
 * master when it registers there. With it the master signs whom it sends. Each server has one of
 * its own, so that what one is shown is good for nothing at another, and at the master. Its text
 * does not tell the key. Immutable.
 */
public final class ProxyKey {

  /** The header in which the master is given it. */
  public static final String HEADER = "Proffer-Proxy-Key";

  /** Stands for somebody whom the master lets in without wanting to know who he is. */
  public static final String ANYBODY = "";

  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
  private static final Base64.Decoder DECODER = Base64.getUrlDecoder();

  private final byte[] key;
  private final Tokens tokens;

  private ProxyKey(byte[] key) {
    this.key = key;
    this.tokens = new Tokens(key, "proxy");
  }

  /**
   * A new one.
   *
   * @param random that nobody can guess
   */
  public static ProxyKey make(RandomGenerator random) {
    byte[] key = new byte[Tokens.KEY_BYTES];
    random.nextBytes(key);
    return new ProxyKey(key);
  }

  /** The one that a header's value is; empty if it is none. */
  public static Optional<ProxyKey> parse(String value) {
    try {
      byte[] key = DECODER.decode(value.strip());
      return key.length == Tokens.KEY_BYTES ? Optional.of(new ProxyKey(key)) : Optional.empty();
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }

  /** As the header's value. */
  public String value() {
    return ENCODER.encodeToString(key);
  }

  /**
   * A token of somebody whom the master sends.
   *
   * @param principal who he is, or {@link #ANYBODY}
   */
  public String token(String principal, Instant now) {
    return tokens.issue(principal, now, Tokens.LIFE_AT_SERVERS);
  }

  /** The same, as it is shown in {@code Authorization}. */
  public String authorization(Optional<String> principal, Instant now) {
    return "Bearer " + token(principal.orElse(ANYBODY), now);
  }

  /** Whom the master sends with a token; empty if the master has not made it, or long ago. */
  Optional<Tokens.Claims> verify(String token, Instant now) {
    return tokens.verify(token, now);
  }

  @Override
  public String toString() {
    return "ProxyKey";
  }
}

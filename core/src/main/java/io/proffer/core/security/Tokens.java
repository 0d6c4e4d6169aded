package io.proffer.core.security;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Tokens that stand for a credential for a while: who has one, and until when, signed with
 * HMAC-SHA256. All masters of a cluster that have the same key take each other's. Safe for use by
 * several threads.
 */
public final class Tokens {

  /** How long a token is good for. */
  public static final Duration LIFE = Duration.ofHours(12);

  /**
   * How long one is good for at a server that the master sends somebody to. Their clocks may differ
   * by that.
   */
  public static final Duration LIFE_AT_SERVERS = Duration.ofHours(1);

  /** How long a key is. */
  public static final int KEY_BYTES = 32;

  private static final String ALGORITHM = "HmacSHA256";
  private static final String PREFIX = "p1";
  private static final int MAX_CHARS = 4096;
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
  private static final Base64.Decoder DECODER = Base64.getUrlDecoder();

  private final SecretKeySpec key;
  private final String cluster;

  /**
   * What a token says.
   *
   * @param expiresAt from when on it is good for nothing
   */
  public record Claims(String principal, Instant expiresAt) {}

  /**
   * @param cluster whose they are; others do not take them, even if they had the same key
   * @throws IllegalArgumentException if the key is too short to be one
   */
  public Tokens(byte[] key, String cluster) {
    if (key.length < KEY_BYTES) {
      throw new IllegalArgumentException(
          "a key of tokens has at least " + KEY_BYTES + " bytes, this one " + key.length);
    }
    this.key = new SecretKeySpec(key, ALGORITHM);
    this.cluster = cluster;
  }

  /** A token of a principal. */
  public String issue(String principal, Instant now) {
    return issue(principal, now, LIFE);
  }

  /** One that is good for as long as that. */
  String issue(String principal, Instant now, Duration life) {
    String name = ENCODER.encodeToString(principal.getBytes(StandardCharsets.UTF_8));
    String claims = PREFIX + "." + name + "." + now.plus(life).getEpochSecond();
    return claims + "." + ENCODER.encodeToString(signature(claims));
  }

  /** What a token says; empty if it is none of these, or no more. */
  public Optional<Claims> verify(String token, Instant now) {
    int end = token.lastIndexOf('.');
    if (token.length() > MAX_CHARS || end < 0) {
      return Optional.empty();
    }
    try {
      String claims = token.substring(0, end);
      if (!MessageDigest.isEqual(DECODER.decode(token.substring(end + 1)), signature(claims))) {
        return Optional.empty();
      }
      String[] parts = claims.split("\\.", -1);
      Instant expiresAt = Instant.ofEpochSecond(Long.parseLong(parts[2]));
      String principal = new String(DECODER.decode(parts[1]), StandardCharsets.UTF_8);
      return now.isBefore(expiresAt)
          ? Optional.of(new Claims(principal, expiresAt))
          : Optional.empty();
    } catch (IllegalArgumentException | DateTimeException malformed) {
      return Optional.empty();
    }
  }

  private byte[] signature(String claims) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return mac.doFinal((cluster + "\n" + claims).getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + ALGORITHM, e);
    }
  }
}

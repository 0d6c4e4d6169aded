package io.proffer.core.security;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * A name and what proves that it is one's own. Its text does not tell the secret, so that it may
 * get into a log.
 *
 * @param principal not empty, and without a colon, which HTTP does not allow in it
 * @param secret not empty
 */
public record Credential(String principal, String secret) {

  private static final String BASIC = "Basic ";

  public Credential {
    if (principal.isEmpty() || principal.indexOf(':') >= 0) {
      throw new IllegalArgumentException("a principal must not be empty, nor have a colon in it");
    }
    if (secret.isEmpty()) {
      throw new IllegalArgumentException("the secret of '" + principal + "' is empty");
    }
  }

  /** The value of the {@code Authorization} header that shows it. */
  public String authorization() {
    byte[] pair = (principal + ":" + secret).getBytes(StandardCharsets.UTF_8);
    return BASIC + Base64.getEncoder().encodeToString(pair);
  }

  /** The one that an {@code Authorization} header shows; empty where it is none of this form. */
  public static Optional<Credential> ofAuthorization(String header) {
    if (!header.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
      return Optional.empty();
    }
    try {
      byte[] decoded = Base64.getDecoder().decode(header.substring(BASIC.length()).strip());
      String pair = new String(decoded, StandardCharsets.UTF_8);
      int colon = pair.indexOf(':');
      return colon < 0
          ? Optional.empty()
          : Optional.of(new Credential(pair.substring(0, colon), pair.substring(colon + 1)));
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return "Credential[" + principal + "]";
  }
}

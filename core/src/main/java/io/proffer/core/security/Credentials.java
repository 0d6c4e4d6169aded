package io.proffer.core.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Whom a daemon knows. It keeps digests of the secrets only, and takes as long to refuse a wrong
 * secret as an unknown name. Immutable.
 */
public final class Credentials {

  private static final byte[] OF_NOBODY = new byte[32];

  private final Map<String, byte[]> digests = new TreeMap<>();

  /**
   * @throws IllegalArgumentException when there is none, or a principal has two
   */
  public Credentials(Collection<Credential> known) {
    if (known.isEmpty()) {
      throw new IllegalArgumentException("there is no credential in it");
    }
    for (Credential credential : known) {
      if (digests.put(credential.principal(), digest(credential.secret())) != null) {
        throw new IllegalArgumentException(
            "'" + credential.principal() + "' has more than one secret");
      }
    }
  }

  /** Whether it is one of these. */
  public boolean accept(Credential shown) {
    byte[] expected = digests.getOrDefault(shown.principal(), OF_NOBODY);
    // Digests have the same length, so that the comparison tells nothing of that of the secret.
    boolean same = MessageDigest.isEqual(expected, digest(shown.secret()));
    return same && knows(shown.principal());
  }

  /** Whether there is one of that principal. */
  public boolean knows(String principal) {
    return digests.containsKey(principal);
  }

  private static byte[] digest(String secret) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return "Credentials" + Set.copyOf(digests.keySet());
  }
}

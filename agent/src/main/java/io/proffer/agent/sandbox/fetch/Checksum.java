package io.proffer.agent.sandbox.fetch;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What the content of a URI must hash to. It is given in the URI's fragment, {@code
 * https://host/file.tgz#sha256=<64 hex digits>}: no client sends fragments to servers, and no field
 * of Mesos' messages has room for it.
 *
 * @param algorithm as Java calls it
 * @param hex in lower case
 */
record Checksum(String algorithm, String hex) {

  private static final Map<String, Integer> HEX_DIGITS =
      Map.of("SHA-256", 64, "SHA-384", 96, "SHA-512", 128);

  /** Empty when the fragment is about something else. */
  static Optional<Checksum> of(String fragment) throws FetchException {
    int equals = fragment.indexOf('=');
    String name = fragment.substring(0, Math.max(0, equals)).toLowerCase(Locale.ROOT);
    if (!name.startsWith("sha") && !name.startsWith("md5")) {
      return Optional.empty();
    }
    String algorithm = name.startsWith("sha") ? "SHA-" + name.substring(3) : name;
    Integer digits = HEX_DIGITS.get(algorithm);
    if (digits == null) {
      throw new FetchException(
          "the checksum is of the kind '" + name + "'; give it as sha256=, sha384= or sha512=");
    }
    String hex = fragment.substring(equals + 1).toLowerCase(Locale.ROOT);
    if (!hex.matches("[0-9a-f]{" + digits + "}")) {
      throw new FetchException(
          "the checksum after '#" + name + "=' must be " + digits + " hexadecimal digits");
    }
    return Optional.of(new Checksum(algorithm, hex));
  }

  MessageDigest digest() {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has " + algorithm, e);
    }
  }

  void verify(MessageDigest digest) throws FetchException {
    String found = HexFormat.of().formatHex(digest.digest());
    if (!found.equals(hex)) {
      throw new FetchException(
          "the content has the "
              + algorithm
              + " checksum "
              + found
              + ", not "
              + hex
              + ": it is damaged or has been changed; if it was changed on purpose, change the"
              + " checksum in the URI too");
    }
  }
}

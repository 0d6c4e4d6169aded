package io.proffer.frameworks.common.secret;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * Keys that secrets are sealed with, as a text: a line {@code name:base64} of 32 bytes each. The
 * first seals, all open: to rotate, put a new line first, and take the old one out after a restart.
 */
public final class Keys {

  private static final int KEY_BYTES = 32;

  private final List<Key> keys;

  /** A key and its name, which is stored with what it seals. */
  record Key(String id, SecretKey key) {}

  private Keys(List<Key> keys) {
    this.keys = List.copyOf(keys);
  }

  /** A key that nobody else has: what it seals is lost with this process. */
  public static Keys ofThisProcess() {
    return new Keys(List.of(new Key("key-0", new SecretKeySpec(randomKey(), "AES"))));
  }

  /**
   * Reads the lines.
   *
   * @param where they are from, for people
   * @throws IOException when they have no key; what they have is not said
   */
  static Keys parse(List<String> lines, String where) throws IOException {
    List<Key> keys = new ArrayList<>();
    int number = 0;
    for (String line : lines) {
      number++;
      if (!line.isBlank() && !line.startsWith("#")) {
        keys.add(key(line.strip(), where, number));
      }
    }
    if (keys.isEmpty()) {
      throw new IOException(where + " has no line 'name:base64 of 32 bytes'");
    }
    return new Keys(keys);
  }

  /** A line with a new key. */
  static String newLine(String name) {
    return name + ":" + Base64.getEncoder().encodeToString(randomKey()) + "\n";
  }

  private static byte[] randomKey() {
    byte[] bytes = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(bytes);
    return bytes;
  }

  private static Key key(String line, String where, int number) throws IOException {
    int colon = line.indexOf(':');
    try {
      byte[] bytes = Base64.getDecoder().decode(line.substring(colon + 1).strip());
      if (colon > 0 && bytes.length == KEY_BYTES) {
        return new Key(line.substring(0, colon), new SecretKeySpec(bytes, "AES"));
      }
    } catch (IllegalArgumentException notBase64) {
      // Said below, without the line, which may be a key all the same.
    }
    throw new IOException("line " + number + " of " + where + " is not 'name:base64 of 32 bytes'");
  }

  Key first() {
    return keys.getFirst();
  }

  Optional<SecretKey> of(String id) {
    return keys.stream().filter(k -> k.id().equals(id)).map(Key::key).findFirst();
  }
}

package io.proffer.frameworks.common.secret;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * Keys that secrets are sealed with: a line {@code name:base64} of 32 bytes each. The first seals,
 * all open: to rotate, put a new line first, and take the old one out after a restart.
 */
public final class KeyFile {

  private static final int KEY_BYTES = 32;

  private static final FileAttribute<Set<PosixFilePermission>> OWN =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private final List<Key> keys;

  /** A key and its name, which is stored with what it seals. */
  record Key(String id, SecretKey key) {}

  private KeyFile(List<Key> keys) {
    this.keys = List.copyOf(keys);
  }

  /** A key that is in no file: what it seals is lost with this process. */
  public static KeyFile ofThisProcess() {
    return new KeyFile(List.of(new Key("key-0", new SecretKeySpec(randomKey(), "AES"))));
  }

  private static byte[] randomKey() {
    byte[] bytes = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(bytes);
    return bytes;
  }

  /**
   * Reads a key file.
   *
   * @throws IOException when it cannot be read, others can read it too, or it is none
   */
  public static KeyFile read(Path file) throws IOException {
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
    if (permissions.stream().anyMatch(p -> !p.name().startsWith("OWNER"))) {
      throw new IOException("the key file " + file + " is open to others: chmod 600 it");
    }
    List<Key> keys = new ArrayList<>();
    int number = 0;
    for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
      number++;
      if (!line.isBlank() && !line.startsWith("#")) {
        keys.add(key(line.strip(), file, number));
      }
    }
    if (keys.isEmpty()) {
      throw new IOException("the key file " + file + " has no line 'name:base64 of 32 bytes'");
    }
    return new KeyFile(keys);
  }

  /**
   * Makes a key file with one key, unless there is one. The file is there whole or not at all, and
   * of several processes that make it at the same time all read the same.
   */
  public static KeyFile readOrMake(Path file) throws IOException {
    if (!Files.exists(file)) {
      String line = "key-1:" + Base64.getEncoder().encodeToString(randomKey()) + "\n";
      Path directory = Files.createDirectories(file.toAbsolutePath().getParent());
      Path written = Files.createTempFile(directory, file.getFileName().toString(), ".new", OWN);
      try {
        Files.writeString(written, line);
        Files.createLink(file, written);
      } catch (FileAlreadyExistsException other) {
        // Another process was faster; its key holds.
      } finally {
        Files.delete(written);
      }
    }
    return read(file);
  }

  private static Key key(String line, Path file, int number) throws IOException {
    int colon = line.indexOf(':');
    try {
      byte[] bytes = Base64.getDecoder().decode(line.substring(colon + 1).strip());
      if (colon > 0 && bytes.length == KEY_BYTES) {
        return new Key(line.substring(0, colon), new SecretKeySpec(bytes, "AES"));
      }
    } catch (IllegalArgumentException notBase64) {
      // Said below, without the line, which may be a key all the same.
    }
    throw new IOException(
        "line " + number + " of the key file " + file + " is not 'name:base64 of 32 bytes'");
  }

  Key first() {
    return keys.getFirst();
  }

  Optional<SecretKey> of(String id) {
    return keys.stream().filter(k -> k.id().equals(id)).map(Key::key).findFirst();
  }
}

package io.proffer.core.security;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.random.RandomGenerator;

/** The key of a cluster's tokens, in a file that only its owner may read. */
public final class TokenKeyFile {

  private TokenKeyFile() {}

  /**
   * The key in a file, which is made if it is not there.
   *
   * @param random gives the key of a new one; one that nobody can guess
   * @throws IOException when it cannot be read or made, others may read it, or it holds no key; the
   *     message names the file
   */
  public static byte[] readOrMake(Path file, RandomGenerator random) throws IOException {
    if (Files.notExists(file)) {
      make(file, random);
    }
    Set<PosixFilePermission> allowed = Files.getPosixFilePermissions(file);
    if (allowed.contains(PosixFilePermission.OTHERS_READ)
        || allowed.contains(PosixFilePermission.OTHERS_WRITE)) {
      throw new IOException(
          file + ": others can read or change it; it needs 'chmod o-rw " + file + "'");
    }
    byte[] key = Files.readAllBytes(file);
    if (key.length < Tokens.KEY_BYTES) {
      throw new IOException(
          file + ": expecting at least " + Tokens.KEY_BYTES + " bytes, found " + key.length);
    }
    return key;
  }

  private static void make(Path file, RandomGenerator random) throws IOException {
    byte[] key = new byte[Tokens.KEY_BYTES];
    random.nextBytes(key);
    Path absolute = file.toAbsolutePath();
    Files.createDirectories(absolute.getParent());
    Path fresh =
        Files.createTempFile(
            absolute.getParent(),
            "token-key",
            ".new",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      Files.write(fresh, key);
      Files.createLink(absolute, fresh); // all of it at once, and never over another's
    } catch (FileAlreadyExistsException another) {
      // Somebody was faster: that one counts.
    } finally {
      Files.delete(fresh);
    }
  }
}

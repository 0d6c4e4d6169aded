package io.proffer.frameworks.common.secret;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** {@link Keys} in a file that is for its owner alone. */
public final class KeyFile {

  private static final FileAttribute<Set<PosixFilePermission>> OWN =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private KeyFile() {}

  /**
   * Reads a key file.
   *
   * @throws IOException when it cannot be read, others can read it too, or it is none
   */
  public static Keys read(Path file) throws IOException {
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
    if (permissions.stream().anyMatch(p -> !p.name().startsWith("OWNER"))) {
      throw new IOException("the key file " + file + " is open to others: chmod 600 it");
    }
    return Keys.parse(Files.readAllLines(file, StandardCharsets.UTF_8), "the key file " + file);
  }

  /**
   * Makes a key file with one key, unless there is one. The file is there whole or not at all, and
   * of several processes that make it at the same time all read the same.
   */
  public static Keys readOrMake(Path file) throws IOException {
    if (!Files.exists(file)) {
      Path directory = Files.createDirectories(file.toAbsolutePath().getParent());
      Path written = Files.createTempFile(directory, file.getFileName().toString(), ".new", OWN);
      try {
        Files.writeString(written, Keys.newLine("key-1"));
        Files.createLink(file, written);
      } catch (FileAlreadyExistsException other) {
        // Another process was faster; its key holds.
      } finally {
        Files.delete(written);
      }
    }
    return read(file);
  }
}

package io.proffer.frameworks.common.secret;

import java.io.IOException;
import java.nio.file.Path;

/** Where the keys come from that secrets are kept with: a file, or a key management service. */
@FunctionalInterface
public interface KeySource {

  /**
   * The keys as they are now; asked for whenever a process begins to lead.
   *
   * @throws IOException when they cannot be had, with what to do about it
   */
  Keys keys() throws IOException;

  /** A file that is there. */
  static KeySource file(Path file) {
    return () -> KeyFile.read(file);
  }

  /** A file that is made if it is not there. */
  static KeySource madeFile(Path file) {
    return () -> KeyFile.readOrMake(file);
  }

  /** What a command prints that asks a key management service. */
  static KeySource command(String command) {
    return new KeyCommand(command);
  }
}

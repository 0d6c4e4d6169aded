package io.proffer.cli.app;

import io.proffer.cli.CommandFailure;
import io.proffer.cli.ExitCode;
import io.proffer.cli.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Values that are kept in files. */
public final class Content {

  private static final String STANDARD_INPUT = "-";
  private static final int MAX_BYTES = 1 << 20;

  private Content() {}

  /**
   * All of a file.
   *
   * @param file {@code -} for standard input
   * @throws CommandFailure (usage) when it cannot be read or is larger than 1 MB
   */
  public static byte[] of(String file, Terminal terminal) {
    try {
      byte[] content =
          file.equals(STANDARD_INPUT)
              ? terminal.in().readNBytes(MAX_BYTES + 1)
              : Files.readAllBytes(Path.of(file));
      if (content.length > MAX_BYTES) {
        throw CommandFailure.of(ExitCode.USAGE, file + " has more than 1 MB");
      }
      return content;
    } catch (IOException unreadable) {
      throw CommandFailure.of(
          ExitCode.USAGE, "cannot read '" + file + "': " + unreadable.getMessage());
    }
  }
}

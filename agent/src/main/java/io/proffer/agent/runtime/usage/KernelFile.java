package io.proffer.agent.runtime.usage;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The small text files in which the kernel tells how things are. */
public final class KernelFile {

  private static final int BUFFER_BYTES = 8192;

  private KernelFile() {}

  /** All of a file; empty when it cannot be read: the kernel has no such thing, or no longer. */
  public static Optional<String> read(Path file) {
    // In one large read: some of these files have nothing to say to a second one.
    byte[] buffer = new byte[BUFFER_BYTES];
    try (InputStream in = Files.newInputStream(file)) {
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      for (int n = in.read(buffer); n > 0; n = in.read(buffer)) {
        all.write(buffer, 0, n);
      }
      return Optional.of(all.toString(StandardCharsets.UTF_8).strip());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** A file that is one number; empty also for {@code max}. */
  public static Optional<Long> number(Path file) {
    return read(file).flatMap(KernelFile::parse);
  }

  /** A file of lines {@code key value}; empty when it cannot be read. */
  public static Map<String, Long> table(Path file) {
    Map<String, Long> table = new HashMap<>();
    read(file).stream()
        .flatMap(String::lines)
        .forEach(
            line -> {
              int space = line.indexOf(' ');
              if (space > 0) {
                parse(line.substring(space + 1))
                    .ifPresent(v -> table.put(line.substring(0, space), v));
              }
            });
    return table;
  }

  /** How many lines a file has. */
  public static Optional<Integer> lines(Path file) {
    return read(file).map(t -> t.isEmpty() ? 0 : (int) t.lines().count());
  }

  private static Optional<Long> parse(String text) {
    try {
      return Optional.of(Long.parseLong(text.strip()));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}

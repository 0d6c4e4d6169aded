package io.proffer.agent.sandbox.logs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a container's output for it, and moves on what has become too large. The file's
 * modification time is when the container printed the last of it, so that whoever writes next knows
 * where to go on. The container may do what it likes in the directory: links are not followed.
 *
 * <p>One thread at a time.
 */
public final class LogWriter implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(LogWriter.class);

  private final Path file;
  private final LogLimits limits;
  private FileChannel out;
  private long size;

  private LogWriter(Path file, LogLimits limits) throws IOException {
    this.file = file;
    this.limits = limits;
    this.out = append();
    this.size = out.size();
  }

  /** Goes on with a file, or begins it. */
  public static LogWriter open(Path file, LogLimits limits) throws IOException {
    return new LogWriter(file, limits);
  }

  /** When the last of what has been written was printed; empty when nothing has. */
  public static Optional<Instant> lastPrinted(Path file) throws IOException {
    Optional<Instant> now = lastWritten(file);
    return now.isPresent() ? now : lastWritten(past(file, 1));
  }

  private static Optional<Instant> lastWritten(Path file) throws IOException {
    try {
      BasicFileAttributes attributes =
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return attributes.isRegularFile() && attributes.size() > 0
          ? Optional.of(attributes.lastModifiedTime().toInstant())
          : Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private FileChannel append() throws IOException {
    return FileChannel.open(
        file,
        Set.of(
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.APPEND,
            LinkOption.NOFOLLOW_LINKS));
  }

  /**
   * @param printedAt when the last of it was printed
   */
  public void write(ByteBuffer output, Instant printedAt) throws IOException {
    while (output.hasRemaining()) {
      size += out.write(output);
    }
    markPrinted(printedAt);
    if (!limits.unlimited() && size > limits.maxBytes()) {
      out.close();
      shift(file, limits);
      out = append();
      size = out.size();
    }
  }

  /**
   * Where the container has put something else in the file's place, or nothing, that is its loss.
   */
  private void markPrinted(Instant at) {
    try {
      Files.getFileAttributeView(file, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
          .setTimes(FileTime.from(at), null, null);
    } catch (IOException e) {
      LOG.debug("{} cannot be given its time: {}", file, e.getMessage());
    }
  }

  private static void shift(Path file, LogLimits limits) throws IOException {
    makeRoom(file, limits);
    if (limits.rotated() == 0) {
      Files.deleteIfExists(file);
    } else if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      Files.move(file, past(file, 1), StandardCopyOption.ATOMIC_MOVE);
    }
  }

  /** Has the first place among the past of a file free. */
  static void makeRoom(Path file, LogLimits limits) throws IOException {
    if (limits.rotated() == 0) {
      return;
    }
    Files.deleteIfExists(past(file, limits.rotated()));
    for (int i = limits.rotated() - 1; i >= 1; i--) {
      if (Files.exists(past(file, i), LinkOption.NOFOLLOW_LINKS)) {
        Files.move(past(file, i), past(file, i + 1), StandardCopyOption.ATOMIC_MOVE);
      }
    }
  }

  static Path past(Path file, int index) {
    return file.resolveSibling(file.getFileName() + "." + index);
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}

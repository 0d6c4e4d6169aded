package io.proffer.master.http;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** The file that this master logs to, if it does: the only one that clients may read. */
final class MasterLog {

  /** What clients call it. */
  static final String PATH = "/master/log";

  /** As much as one read gives: sixteen pages, as of an agent's files. */
  private static final int MAX_READ_BYTES = 16 * 4096;

  private final Optional<Path> file;
  private final Executor readers;

  /**
   * A part of it.
   *
   * @param size of the whole
   */
  record Part(long size, ByteString data) {}

  @FunctionalInterface
  private interface Reading<T> {
    T of(SeekableByteChannel log) throws IOException;
  }

  /**
   * @param readers where it is read
   */
  MasterLog(Optional<Path> file, Executor readers) {
    this.file = file;
    this.readers = readers;
  }

  /** Where it is. */
  Optional<Path> file() {
    return file;
  }

  /**
   * Refuses every path but its own.
   *
   * @throws RefusedException 404 for another path, or where there is no such file
   */
  Path at(String path) throws RefusedException {
    if (!path.equals(PATH)) {
      throw new RefusedException(
          404, "A master shows no file but '%s', its log; not '%s'.\n".formatted(PATH, path));
    }
    return file.orElseThrow(
        () -> new RefusedException(404, "This master does not log to a file of its own.\n"));
  }

  /**
   * Reads at most 64 KiB.
   *
   * @param offset where to begin; there is nothing behind the end
   * @param length how much at most; 0 for nothing but the size
   */
  CompletionStage<Part> read(String path, long offset, OptionalLong length)
      throws RefusedException {
    return reading(
        at(path),
        log -> {
          long size = log.size();
          long there = offset < 0 ? 0 : Math.max(0, size - offset);
          long wanted = Math.clamp(length.orElse(Long.MAX_VALUE), 0, MAX_READ_BYTES);
          return new Part(size, bytes(log, offset, (int) Math.min(wanted, there)));
        });
  }

  /** All of it, as it is now; it is kept small. */
  CompletionStage<ByteString> whole(String path) throws RefusedException {
    return reading(at(path), log -> bytes(log, 0, Math.toIntExact(log.size())));
  }

  private static ByteString bytes(SeekableByteChannel log, long offset, int count)
      throws IOException {
    if (count == 0) {
      return ByteString.EMPTY;
    }
    ByteBuffer bytes = ByteBuffer.allocate(count);
    log.position(offset);
    int read = 0;
    while (bytes.hasRemaining() && read >= 0) {
      read = log.read(bytes);
    }
    return ByteString.copyFrom(bytes.flip());
  }

  private <T> CompletionStage<T> reading(Path path, Reading<T> reading) {
    return CompletableFuture.supplyAsync(
        () -> {
          try (SeekableByteChannel log = Files.newByteChannel(path)) {
            return reading.of(log);
          } catch (IOException e) {
            throw new CompletionException(
                new RefusedException(
                    500, "The log %s cannot be read: %s.\n".formatted(path, e.getMessage())));
          }
        },
        readers);
  }
}

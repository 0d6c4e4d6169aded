package io.proffer.agent.runtime.docker;

import io.proffer.agent.sandbox.logs.LogLimits;
import io.proffer.agent.sandbox.logs.LogWriter;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies a container's output into its sandbox while it runs, on a virtual thread for each. The
 * engine says when each line was printed: what an earlier agent has written is not written again.
 */
final class LogFollower {

  private static final Logger LOG = LoggerFactory.getLogger(LogFollower.class);
  private static final int STDERR = 2;
  private static final int BATCH_BYTES = 1 << 16;

  /** The engine keeps at most so much of a line together. */
  private static final int PART_BYTES = 1 << 14;

  /** More than a time, as the engine writes it, takes. */
  private static final int MAX_TIME_BYTES = 40;

  /** Before the first look at a silent engine that had to be asked anew many times. */
  private static final Duration MAX_WAIT = Duration.ofMinutes(10);

  private final Engine engine;
  private final LogLimits limits;
  private final Set<EngineStream> open = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  LogFollower(Engine engine, LogLimits limits) {
    this.engine = engine;
    this.limits = limits;
  }

  /** Completed when all output is in the sandbox, or no more can be had. */
  CompletableFuture<Void> follow(String container, Path sandbox) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    Thread.ofVirtual()
        .name("docker-log-" + container)
        .start(
            () -> {
              try {
                copy(container, sandbox);
              } catch (IOException | RuntimeException e) {
                complain(container, e);
              } finally {
                done.complete(null);
              }
            });
    return done;
  }

  private void complain(String container, Exception trouble) {
    if (!closed) {
      LOG.warn("The output of container {} is cut short: {}", container, trouble.getMessage());
    }
  }

  /** Stops copying: the next agent takes up where this one stopped. */
  void close() {
    closed = true;
    open.forEach(LogFollower::end);
  }

  private void copy(String container, Path sandbox) throws IOException {
    try (Sink stdout = new Sink(sandbox.resolve("stdout"), limits);
        Sink stderr = new Sink(sandbox.resolve("stderr"), limits)) {
      Optional<Instant> since = since(stdout, stderr);
      Instant told = later(stdout.printedAt, stderr.printedAt);
      Duration wait = SilenceWatch.FIRST_WAIT;
      while (!closed && !copiedToItsEnd(container, since, stdout, stderr, wait)) {
        Instant now = later(stdout.printedAt, stderr.printedAt);
        // An engine that never tells what it knows of is not asked for all of it again and again.
        wait = now.isAfter(told) ? SilenceWatch.FIRST_WAIT : min(wait.multipliedBy(2), MAX_WAIT);
        told = now;
        since = Optional.of(now);
        stdout.askedAnew();
        stderr.askedAnew();
      }
    }
  }

  /** False when the engine has to be asked anew, as it knows of more than it tells. */
  private boolean copiedToItsEnd(
      String container, Optional<Instant> since, Sink stdout, Sink stderr, Duration wait)
      throws IOException {
    try (EngineStream stream = engine.logs(container, since);
        SilenceWatch watch =
            SilenceWatch.start(
                container,
                () -> later(stdout.printedAt, stderr.printedAt),
                () -> engine.lastPrinted(container),
                () -> end(stream),
                wait)) {
      open.add(stream);
      if (closed) {
        return true;
      }
      try {
        copy(stream.body(), stdout, stderr);
      } catch (IOException e) {
        if (!watch.hasCut()) {
          throw e;
        }
      } finally {
        open.remove(stream);
      }
      return !watch.hasCut();
    }
  }

  private static void end(EngineStream stream) {
    try {
      stream.close();
    } catch (IOException e) {
      LOG.debug("closing failed: {}", e.getMessage());
    }
  }

  private static Duration min(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private static Instant later(Instant one, Instant other) {
    return one.isBefore(other) ? other : one;
  }

  /** From when on one of them lacks something; empty for the beginning. */
  private static Optional<Instant> since(Sink stdout, Sink stderr) {
    return stdout.written.isEmpty() || stderr.written.isEmpty()
        ? Optional.empty()
        : Stream.concat(stdout.written.stream(), stderr.written.stream()).min(Instant::compareTo);
  }

  /**
   * Frames: a byte for the stream, three of nothing, a length, the time, and the output. What has a
   * terminal is not framed, and begins with the time of its first line.
   */
  private static void copy(InputStream body, Sink stdout, Sink stderr) throws IOException {
    DataInputStream in = new DataInputStream(body);
    while (true) {
      if (in.available() == 0) {
        stdout.flush();
        stderr.flush();
      }
      int stream = in.read();
      if (stream < 0) {
        return;
      }
      if (stream > STDERR) {
        stdout.lines(in, stream);
        return;
      }
      try {
        in.skipNBytes(3);
        (stream == STDERR ? stderr : stdout).frame(in, in.readInt());
      } catch (EOFException e) {
        return;
      }
    }
  }

  /** A file that is appended to, once what it has already has gone by. */
  private static final class Sink implements AutoCloseable {

    private final LogWriter out;
    private final Optional<Instant> written;
    private final ByteBuffer batch = ByteBuffer.allocate(BATCH_BYTES);
    private volatile Instant printedAt;
    private boolean repeating = true;

    Sink(Path file, LogLimits limits) throws IOException {
      this.written = LogWriter.lastPrinted(file);
      this.printedAt = written.orElse(Instant.EPOCH);
      this.out = LogWriter.open(file, limits);
    }

    /** What it has already will go by again. */
    void askedAnew() throws IOException {
      flush();
      repeating = true;
    }

    void frame(DataInputStream in, int length) throws IOException {
      StringBuilder time = new StringBuilder();
      int left = length;
      boolean timed = false;
      while (left > 0 && !timed) {
        int b = in.readUnsignedByte();
        left--;
        timed = b == ' ';
        if (!timed) {
          time.append((char) b);
          if (time.length() > MAX_TIME_BYTES) {
            throw new IOException("the engine does not say when it was printed");
          }
        }
      }
      Instant at = parse(time);
      if (isRepeated(at)) {
        in.skipNBytes(left);
        return;
      }
      printedAt = at;
      while (left > 0) {
        if (!batch.hasRemaining()) {
          flush();
        }
        int n = Math.min(left, batch.remaining());
        in.readFully(batch.array(), batch.position(), n);
        batch.position(batch.position() + n);
        left -= n;
      }
    }

    /**
     * Output without frames: lines, each after its time, of which a long one comes in parts.
     *
     * @param first of its bytes
     */
    void lines(DataInputStream in, int first) throws IOException {
      byte[] part = new byte[PART_BYTES];
      int b = first;
      while (b >= 0) {
        StringBuilder time = new StringBuilder();
        while (b >= 0 && b != ' ') {
          time.append((char) b);
          if (time.length() > MAX_TIME_BYTES) {
            throw new IOException("the engine does not say when it was printed");
          }
          b = in.read();
        }
        int length = 0;
        while (b >= 0 && length < PART_BYTES && (length == 0 || part[length - 1] != '\n')) {
          b = in.read();
          if (b >= 0) {
            part[length++] = (byte) b;
          }
        }
        if (length > 0) {
          frame(part, length, parse(time));
        }
        if (in.available() == 0) {
          flush();
        }
        b = b < 0 ? b : in.read();
      }
    }

    private void frame(byte[] bytes, int length, Instant at) throws IOException {
      if (isRepeated(at)) {
        return;
      }
      printedAt = at;
      int done = 0;
      while (done < length) {
        if (!batch.hasRemaining()) {
          flush();
        }
        int n = Math.min(length - done, batch.remaining());
        batch.put(bytes, done, n);
        done += n;
      }
    }

    /**
     * An engine tells again what an earlier agent has written, and sometimes, when it has moved on
     * its own copy, what it has told before. Parts of one long line have one time.
     */
    private boolean isRepeated(Instant at) {
      repeating = at.isBefore(printedAt) || (repeating && at.equals(printedAt));
      return repeating;
    }

    private static Instant parse(CharSequence time) throws IOException {
      try {
        return Instant.parse(time);
      } catch (DateTimeParseException e) {
        throw new IOException("the engine says '" + time + "' for a time", e);
      }
    }

    void flush() throws IOException {
      if (batch.position() > 0) {
        out.write(batch.flip(), printedAt);
        batch.clear();
      }
    }

    @Override
    public void close() throws IOException {
      try {
        flush();
      } finally {
        out.close();
      }
    }
  }
}

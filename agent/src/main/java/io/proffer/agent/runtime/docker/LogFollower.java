package io.proffer.agent.runtime.docker;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies a container's output into its sandbox while it runs, on a virtual thread for each. What
 * the files have already, from an earlier agent, is not written again.
 */
final class LogFollower {

  private static final Logger LOG = LoggerFactory.getLogger(LogFollower.class);
  private static final int STDERR = 2;
  private static final int CHUNK = 1 << 16;

  private final Engine engine;
  private final Set<EngineStream> open = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  LogFollower(Engine engine) {
    this.engine = engine;
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
    for (EngineStream stream : open) {
      try {
        stream.close();
      } catch (IOException e) {
        LOG.debug("closing failed: {}", e.getMessage());
      }
    }
  }

  private void copy(String container, Path sandbox) throws IOException {
    try (Sink stdout = new Sink(sandbox.resolve("stdout"));
        Sink stderr = new Sink(sandbox.resolve("stderr"));
        EngineStream stream = engine.logs(container)) {
      open.add(stream);
      if (closed) {
        return;
      }
      try {
        copy(stream.body(), stdout, stderr);
      } finally {
        open.remove(stream);
      }
    }
  }

  /** Frames: a byte for the stream, three of nothing, a length, and the output. */
  private static void copy(InputStream body, Sink stdout, Sink stderr) throws IOException {
    DataInputStream in = new DataInputStream(body);
    byte[] chunk = new byte[CHUNK];
    while (true) {
      int stream = in.read();
      if (stream < 0) {
        return;
      }
      try {
        in.skipNBytes(3);
        int left = in.readInt();
        while (left > 0) {
          int n = Math.min(left, chunk.length);
          in.readFully(chunk, 0, n);
          (stream == STDERR ? stderr : stdout).write(chunk, n);
          left -= n;
        }
      } catch (EOFException e) {
        return;
      }
    }
  }

  /** A file that is appended to, once as much as it has already has gone by. */
  private static final class Sink implements AutoCloseable {

    private final OutputStream out;
    private long skip;

    Sink(Path file) throws IOException {
      this.skip = Files.exists(file) ? Files.size(file) : 0;
      this.out = Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    void write(byte[] chunk, int length) throws IOException {
      int from = (int) Math.min(skip, length);
      skip -= from;
      out.write(chunk, from, length - from);
    }

    @Override
    public void close() throws IOException {
      out.close();
    }
  }
}

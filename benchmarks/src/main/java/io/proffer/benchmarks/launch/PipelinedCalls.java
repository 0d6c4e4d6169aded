package io.proffer.benchmarks.launch;

import io.proffer.core.protocol.MediaType;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.mesos.v1.scheduler.Protos.Call;

/**
 * One kept-alive connection on which scheduler calls are sent without waiting for the answers
 * before. Every answer must be 202; the first that is not ends the benchmark.
 */
final class PipelinedCalls implements AutoCloseable {

  private static final int MOST_UNANSWERED = 512;

  private final Socket socket = new Socket();
  private final OutputStream out;
  private final byte[] head;
  private final Semaphore unanswered = new Semaphore(MOST_UNANSWERED);
  private final AtomicReference<String> problem;

  PipelinedCalls(InetSocketAddress master, String streamId, AtomicReference<String> problem)
      throws IOException {
    this.problem = problem;
    socket.setTcpNoDelay(true);
    socket.connect(master, 10_000);
    out = new BufferedOutputStream(socket.getOutputStream(), 1 << 16);
    head =
        ("POST /api/v1/scheduler HTTP/1.1\r\nHost: "
                + master.getHostString()
                + "\r\nContent-Type: "
                + MediaType.PROTOBUF.contentType()
                + "\r\nMesos-Stream-Id: "
                + streamId
                + "\r\nContent-Length: ")
            .getBytes(StandardCharsets.US_ASCII);
    Thread.ofVirtual().start(this::readAnswers);
  }

  /**
   * Writes a call; it leaves at the latest with the next {@link #flush}. Blocks while too many are
   * unanswered.
   */
  void send(Call call) throws IOException {
    if (!unanswered.tryAcquire()) {
      flush();
      unanswered.acquireUninterruptibly();
    }
    byte[] body = call.toByteArray();
    out.write(head);
    out.write((body.length + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
    out.write(body);
  }

  void flush() throws IOException {
    out.flush();
  }

  private void readAnswers() {
    try {
      InputStream in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
      while (true) {
        String status = line(in);
        byte[] body = in.readNBytes(contentLength(in));
        if (!status.contains(" 202 ")) {
          problem.compareAndSet(
              null,
              "a call was answered " + status + ": " + new String(body, StandardCharsets.UTF_8));
        }
        unanswered.release();
      }
    } catch (IOException e) {
      if (!socket.isClosed()) {
        problem.compareAndSet(null, "the master closed the connection of the calls: " + e);
      }
      unanswered.release(MOST_UNANSWERED);
    }
  }

  private static int contentLength(InputStream in) throws IOException {
    int length = 0;
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
        length = Integer.parseInt(line.substring(line.indexOf(':') + 1).trim());
      }
    }
    return length;
  }

  static String line(InputStream in) throws IOException {
    StringBuilder text = new StringBuilder(48);
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new EOFException("the connection ended within a line");
      }
      if (b != '\r') {
        text.append((char) b);
      }
    }
    return text.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}

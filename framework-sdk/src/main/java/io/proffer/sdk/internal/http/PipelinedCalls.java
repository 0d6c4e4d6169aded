package io.proffer.sdk.internal.http;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Posts to one address over one connection that is kept, without waiting for the answers to what
 * was sent before: a request costs little more than its bytes. The connection is made when it is
 * first needed, and given up when it is idle. How much waits is the caller's business. Thread-safe.
 */
final class PipelinedCalls {

  /** Shorter than the patience of servers, so that none closes it under a request. */
  private static final Duration LONGEST_IDLE = Duration.ofSeconds(15);

  private static final Duration LONGEST_ANSWER = Duration.ofSeconds(30);
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final int BUFFER_BYTES = 1 << 16;

  private final URI target;
  private final byte[] head;

  // Guarded by this.
  private @Nullable Link link;
  private boolean closed;

  /** A request, and what becomes of it. */
  @SuppressWarnings("ArrayRecordComponent") // Written once, and never compared.
  private record Sent(byte[] body, long atNanos, CompletableFuture<HttpAnswer> answer) {}

  /**
   * @param target where all requests go
   * @param headers lines of {@code Name: value}
   */
  PipelinedCalls(URI target, List<String> headers) {
    this.target = target;
    StringBuilder text = new StringBuilder("POST ").append(target.getRawPath());
    text.append(" HTTP/1.1\r\nHost: ").append(target.getRawAuthority()).append("\r\n");
    headers.forEach(header -> text.append(header).append("\r\n"));
    this.head = text.append("Content-Length: ").toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  /**
   * Never waits. The answer is completed in the order of the requests, on a thread that must not be
   * held up; exceptionally when none came.
   */
  CompletableFuture<HttpAnswer> post(byte[] body) {
    Sent sent = new Sent(body, System.nanoTime(), new CompletableFuture<>());
    if (!take(sent)) {
      sent.answer().completeExceptionally(new IOException("the connection is closed"));
    }
    return sent.answer();
  }

  private synchronized boolean take(Sent sent) {
    if (closed) {
      return false;
    }
    if (link == null) {
      link = new Link();
      link.start();
    }
    link.take(sent);
    return true;
  }

  /** What waits for an answer gets none. */
  void close() {
    @Nullable Link last;
    synchronized (this) {
      closed = true;
      last = link;
    }
    if (last != null) {
      last.fail(new IOException("the connection is closed"));
    }
  }

  /** One connection, with a thread that writes and one that reads. */
  private final class Link {

    private final BlockingQueue<Sent> unwritten = new LinkedBlockingQueue<>();
    private final Thread writer = Thread.ofVirtual().unstarted(this::write);

    // Guarded by the calls.
    private final Deque<Sent> unanswered = new ArrayDeque<>();
    private @Nullable Socket socket;
    private boolean over;

    void start() {
      writer.start();
    }

    void take(Sent sent) {
      unanswered.add(sent);
      unwritten.add(sent);
    }

    private void write() {
      try {
        Socket made = connect();
        var unused = Thread.ofVirtual().start(() -> read(made));
        OutputStream out = new BufferedOutputStream(made.getOutputStream(), BUFFER_BYTES);
        while (true) {
          Sent next = unwritten.poll();
          if (next == null) {
            out.flush();
            next = unwritten.take();
          }
          out.write(head);
          out.write((next.body().length + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
          out.write(next.body());
        }
      } catch (IOException broken) {
        fail(broken);
      } catch (InterruptedException over) {
        // The link is.
      }
    }

    private Socket connect() throws IOException {
      boolean secure = "https".equals(target.getScheme());
      Socket made = secure ? SSLSocketFactory.getDefault().createSocket() : new Socket();
      synchronized (PipelinedCalls.this) {
        socket = made;
        if (over) {
          made.close();
        }
      }
      int port = target.getPort() >= 0 ? target.getPort() : secure ? 443 : 80;
      made.setTcpNoDelay(true);
      made.setSoTimeout((int) LONGEST_IDLE.toMillis());
      made.connect(new InetSocketAddress(target.getHost(), port), (int) CONNECT_TIMEOUT.toMillis());
      if (made instanceof SSLSocket tls) {
        SSLParameters parameters = tls.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        tls.setSSLParameters(parameters);
      }
      return made;
    }

    private void read(Socket from) {
      try {
        InputStream in = new BufferedInputStream(from.getInputStream(), BUFFER_BYTES);
        for (int first = first(in); first >= 0; first = first(in)) {
          HttpAnswer answer = HttpAnswer.read(in, first);
          answered().answer().complete(answer);
          if (answer.last()) {
            goOnWithAnother();
            return;
          }
        }
      } catch (IOException broken) {
        fail(broken);
      }
    }

    /** The first byte of an answer; less than 0 when none will come, and none needs to. */
    private int first(InputStream in) throws IOException {
      while (true) {
        try {
          int first = in.read();
          if (first < 0 && !giveUpIfIdle()) {
            throw new IOException("the connection was closed before the answer came");
          }
          return first;
        } catch (SocketTimeoutException silent) {
          if (giveUpIfIdle()) {
            return -1;
          }
          requireThatNoneIsLate();
        }
      }
    }

    private void requireThatNoneIsLate() throws IOException {
      synchronized (PipelinedCalls.this) {
        Sent oldest = unanswered.peek();
        if (oldest != null && System.nanoTime() - oldest.atNanos() > LONGEST_ANSWER.toNanos()) {
          throw new IOException("no answer came within " + LONGEST_ANSWER.toSeconds() + " s");
        }
      }
    }

    private Sent answered() throws IOException {
      synchronized (PipelinedCalls.this) {
        Sent sent = unanswered.poll();
        if (sent == null) {
          throw new IOException("an answer came to what was not asked");
        }
        return sent;
      }
    }

    private boolean giveUpIfIdle() {
      synchronized (PipelinedCalls.this) {
        return unanswered.isEmpty() && end().isEmpty();
      }
    }

    /** The other side has said that it reads no more here: what follows was not taken. */
    private void goOnWithAnother() {
      synchronized (PipelinedCalls.this) {
        for (Sent sent : end()) {
          if (!PipelinedCalls.this.take(sent)) {
            sent.answer().completeExceptionally(new IOException("the connection is closed"));
          }
        }
      }
    }

    void fail(IOException why) {
      List<Sent> rest;
      synchronized (PipelinedCalls.this) {
        rest = end();
      }
      rest.forEach(sent -> sent.answer().completeExceptionally(why));
    }

    /** Closes the connection; says what has no answer. */
    private List<Sent> end() {
      over = true;
      if (link == this) {
        link = null;
      }
      List<Sent> rest = new ArrayList<>(unanswered);
      unanswered.clear();
      writer.interrupt();
      if (socket != null) {
        try {
          socket.close();
        } catch (IOException closed) {
          // It is of no use in any case.
        }
      }
      return rest;
    }
  }
}

package io.proffer.sdk.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests on one connection, to a server that is played byte by byte. */
@Timeout(60)
class PipelinedCallsTest {

  private static final String TAKEN = "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n";

  private final ServerSocket server;
  private final BlockingQueue<Connection> connections = new LinkedBlockingQueue<>();
  private final PipelinedCalls calls;

  PipelinedCallsTest() throws IOException {
    server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    var unused = Thread.ofVirtual().start(this::accept);
    calls =
        new PipelinedCalls(
            URI.create("http://127.0.0.1:" + server.getLocalPort() + "/api"), List.of("X-Who: me"));
  }

  @AfterEach
  void end() throws IOException {
    calls.close();
    server.close();
  }

  private void accept() {
    try {
      while (true) {
        connections.add(new Connection(server.accept()));
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  /** The other end of a connection. */
  private record Connection(Socket socket, InputStream in) {
    Connection(Socket socket) throws IOException {
      this(socket, new BufferedInputStream(socket.getInputStream()));
    }

    /** The body of the next request. */
    String request() throws IOException {
      int length = -1;
      String line = line();
      assertThat(line).isEqualTo("POST /api HTTP/1.1");
      List<String> headers = new ArrayList<>();
      for (line = line(); !line.isEmpty(); line = line()) {
        headers.add(line);
        if (line.startsWith("Content-Length: ")) {
          length = Integer.parseInt(line.substring("Content-Length: ".length()));
        }
      }
      assertThat(headers).contains("X-Who: me", "Host: 127.0.0.1:" + socket.getLocalPort());
      return new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    private String line() throws IOException {
      StringBuilder line = new StringBuilder();
      for (int b = in.read(); b != '\n' && b >= 0; b = in.read()) {
        line.append((char) b);
      }
      return line.toString().strip();
    }

    void answer(String text) throws IOException {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  private Connection connection() throws InterruptedException {
    Connection next = connections.poll(10, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("nobody has connected");
    }
    return next;
  }

  private CompletableFuture<HttpAnswer> post(String body) {
    return calls.post(body.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void manyAreSentBeforeTheFirstIsAnsweredAndAnswersBelongToThemInOrder() throws Exception {
    List<CompletableFuture<HttpAnswer>> answers = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      answers.add(post("call " + i));
    }
    Connection connection = connection();
    for (int i = 0; i < 100; i++) {
      assertThat(connection.request()).isEqualTo("call " + i);
    }
    for (int i = 0; i < 100; i++) {
      connection.answer(
          i % 2 == 0 ? TAKEN : "HTTP/1.1 400 No\r\nContent-Length: 3\r\n\r\nno" + i % 10);
    }

    for (int i = 0; i < 100; i++) {
      assertThat(answers.get(i).get(10, TimeUnit.SECONDS))
          .isEqualTo(
              new HttpAnswer(i % 2 == 0 ? 202 : 400, i % 2 == 0 ? "" : "no" + i % 10, false));
    }
    assertThat(connections).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 400 No\r\nContent-Length: 5\r\n\r\nhello",
        "HTTP/1.1 400 No\r\ncontent-length:5\r\nX: y\r\n\r\nhello",
        "HTTP/1.1 400 No\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n3;a=b\r\nllo\r\n0\r\nX: y\r\n\r\n",
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 400 No\r\nContent-Length: 5\r\n\r\nhello",
      })
  void readsAnswersHoweverTheyAreWritten(String written) throws Exception {
    CompletableFuture<HttpAnswer> first = post("a");
    CompletableFuture<HttpAnswer> second = post("b");
    Connection connection = connection();
    for (String piece : written.split("(?<=\n)", -1)) {
      connection.answer(piece);
    }
    connection.answer(TAKEN);

    assertThat(first.get(10, TimeUnit.SECONDS)).isEqualTo(new HttpAnswer(400, "hello", false));
    assertThat(second.get(10, TimeUnit.SECONDS)).isEqualTo(new HttpAnswer(202, "", false));
  }

  @Test
  void whatTheServerWillNotReadAnyMoreGoesOverAnotherConnection() throws Exception {
    CompletableFuture<HttpAnswer> first = post("a");
    CompletableFuture<HttpAnswer> second = post("b");
    CompletableFuture<HttpAnswer> third = post("c");
    connection().answer("HTTP/1.1 202 Ok\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
    Connection next = connection();
    assertThat(next.request()).isEqualTo("b");
    assertThat(next.request()).isEqualTo("c");
    next.answer(TAKEN + TAKEN);

    assertThat(first.get(10, TimeUnit.SECONDS).status()).isEqualTo(202);
    assertThat(second.get(10, TimeUnit.SECONDS).status()).isEqualTo(202);
    assertThat(third.get(10, TimeUnit.SECONDS).status()).isEqualTo(202);
  }

  @Test
  void whatIsNotAnsweredBeforeTheConnectionBreaksHasFailed() throws Exception {
    CompletableFuture<HttpAnswer> first = post("a");
    CompletableFuture<HttpAnswer> second = post("b");
    Connection connection = connection();
    assertThat(connection.request()).isEqualTo("a");
    assertThat(connection.request()).isEqualTo("b");
    connection.answer(TAKEN);
    assertThat(first.get(10, TimeUnit.SECONDS).status()).isEqualTo(202);
    connection.socket().close();

    assertThatThrownBy(() -> second.get(10, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(IOException.class);
    CompletableFuture<HttpAnswer> third = post("c");
    connection().answer(TAKEN);
    assertThat(third.get(10, TimeUnit.SECONDS).status()).isEqualTo(202);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hello, this is no HTTP\r\n",
        "HTTP/1.1 many\r\n\r\n",
        "HTTP/1.1 202 Ok\r\nContent-Length: -3\r\n\r\n",
        "HTTP/1.1 202 Ok\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "HTTP/1.1 202 Ok\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nlong\r\n0\r\n\r\n",
      })
  void whatIsNoAnswerEndsTheConnectionAndNotTheProcess(String garbage) throws Exception {
    CompletableFuture<HttpAnswer> first = post("a");
    Connection connection = connection();
    assertThat(connection.request()).isEqualTo("a");
    connection.answer(garbage);

    assertThatThrownBy(() -> first.get(10, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(IOException.class);
  }
}

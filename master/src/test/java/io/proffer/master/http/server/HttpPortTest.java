package io.proffer.master.http.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import akka.util.ByteString;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpPortTest {

  private static final int PATIENCE_MS = 20_000;

  private final Map<String, CompletableFuture<Response>> held = new ConcurrentHashMap<>();
  private final Told told = new Told();
  private HttpPort port;

  @BeforeEach
  void open() throws Exception {
    port =
        HttpPort.open("127.0.0.1", 0, "test-http", this::answer)
            .toCompletableFuture()
            .get(PATIENCE_MS, TimeUnit.MILLISECONDS);
  }

  @AfterEach
  void close() {
    port.close();
  }

  private CompletionStage<Response> answer(Request request) {
    return switch (request.path()) {
      case "/held" -> held.computeIfAbsent(request.target(), path -> new CompletableFuture<>());
      case "/told" -> done(Response.stream("text/plain", told));
      case "/broken" -> CompletableFuture.failedFuture(new IllegalStateException("planned"));
      default ->
          done(
              text(
                  "%s %s %s"
                      .formatted(
                          request.method(), request.path(), request.parameter("x").orElse("-"))));
    };
  }

  private static CompletionStage<Response> done(Response response) {
    return CompletableFuture.completedFuture(response);
  }

  private static Response text(String text) {
    return Response.ok("text/plain", ByteString.fromString(text));
  }

  @Test
  void theTargetIsDecoded() throws Exception {
    assertThat(ask("GET /a%20b?x=1%262;y&x=3 HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 200 OK\r\n")
        .contains("connection: close\r\n")
        .endsWith("\r\n\r\nGET /a b 1&2;y");
    assertThat(ask("GET http://h:1/p?x=2 HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"))
        .endsWith("GET /p 2");
  }

  @Test
  void aHeadIsAnsweredWithoutTheBodyButWithItsLength() throws Exception {
    assertThat(ask("HEAD /a HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"))
        .contains("content-length: 9\r\n")
        .endsWith("\r\n\r\n");
  }

  @Test
  void answersComeInTheOrderOfTheirRequestsWhicheverIsFirst() throws Exception {
    try (Socket client = connect()) {
      send(
          client,
          "GET /held?1 HTTP/1.1\r\nHost: h\r\n\r\n"
              + "GET /held?2 HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
      await().until(() -> held.size() == 2);

      held.get("/held?2").complete(text("second"));
      held.get("/held?1").complete(text("first"));

      assertThat(rest(client)).containsSubsequence("first", "second");
    }
  }

  @Test
  void whoAsksMoreAtOnceThanMayWaitIsAnsweredAllTheSame() throws Exception {
    try (Socket client = connect()) {
      send(
          client,
          "GET /held?0 HTTP/1.1\r\nHost: h\r\n\r\n"
              + "GET /a HTTP/1.1\r\nHost: h\r\n\r\n".repeat(99)
              + "GET /last HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
      await().until(() -> held.size() == 1);
      held.get("/held?0").complete(text("first"));

      String answers = rest(client);
      assertThat(answers.split("HTTP/1.1 200 OK", -1)).hasSize(102);
      assertThat(answers).contains("first").endsWith("GET /last -");
    }
  }

  @Test
  void aStreamGoesOnInChunksUntilItsEnd() throws Exception {
    try (Socket client = connect()) {
      send(client, "GET /told HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
      told.say("one");
      told.say("three");
      told.end();

      assertThat(rest(client))
          .contains("transfer-encoding: chunked\r\n")
          .endsWith("\r\n\r\n3\r\none\r\n5\r\nthree\r\n0\r\n\r\n");
    }
  }

  @Test
  void aClientThatKnowsNoChunksReadsAStreamUntilTheConnectionEnds() throws Exception {
    try (Socket client = connect()) {
      send(client, "GET /told HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
      told.say("one");
      told.end();

      assertThat(rest(client)).doesNotContain("chunked").endsWith("\r\n\r\none");
    }
  }

  @Test
  void aStreamThatFailsBreaksTheConnectionOff() throws Exception {
    try (Socket client = connect()) {
      send(client, "GET /told HTTP/1.1\r\nHost: h\r\n\r\n");
      told.say("one");
      told.fail("planned");

      assertThat(rest(client)).doesNotContain("\r\n0\r\n\r\n");
    }
  }

  @Test
  void aStreamIsToldThatItsClientHasGone() throws Exception {
    try (Socket client = connect()) {
      send(client, "GET /told HTTP/1.1\r\nHost: h\r\n\r\n");
      await().until(told::opened);
    }
    await().until(told::closed);
  }

  @Test
  void aStreamWhoseClientWentBeforeItBeganIsToldSo() throws Exception {
    try (Socket client = connect()) {
      send(client, "GET /held?1 HTTP/1.1\r\nHost: h\r\n\r\n");
      await().until(() -> held.size() == 1);
    }
    held.get("/held?1").complete(Response.stream("text/plain", told));

    await().until(told::closed);
    assertThat(told.closed()).isTrue();
  }

  @Test
  void aStreamOfWhichNobodyReadsIsNotReadToItsEnd() throws Exception {
    byte[] much = new byte[1 << 16];
    try (Socket client = connect()) {
      send(client, "GET /told HTTP/1.1\r\nHost: h\r\n\r\n");
      for (int i = 0; i < 1000; i++) {
        told.say(ByteString.fromArrayUnsafe(much));
      }
      await().until(() -> told.waiting() < 1000);
      assertThat(told.waiting()).isPositive();
    }
    await().until(told::closed);
  }

  @Test
  void whatWasAskedIsAnsweredToAClientThatHasSaidAll() throws Exception {
    try (Socket client = connect()) {
      send(client, "GET /held?1 HTTP/1.1\r\nHost: h\r\n\r\n");
      await().until(() -> held.size() == 1);
      client.shutdownOutput();
      held.get("/held?1").complete(text("answer"));

      assertThat(rest(client)).endsWith("answer");
    }
  }

  @Test
  void anAnswerThatFailsIsA500() throws Exception {
    assertThat(ask("GET /broken HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 500 ");
  }

  @Test
  void whatIsNoHttpIsRefusedAndToldWhy() throws Exception {
    assertThat(ask("BE NICE\r\n\r\n")).startsWith("HTTP/1.1 400 ").contains("This is no HTTP");
    assertThat(ask("GET /%zz HTTP/1.1\r\nHost: h\r\n\r\n"))
        .startsWith("HTTP/1.1 400 ")
        .contains("The URL is malformed");
    assertThat(ask("GET /%s HTTP/1.1\r\n\r\n".formatted("a".repeat(20_000))))
        .startsWith("HTTP/1.1 414 ");
    assertThat(ask("GET / HTTP/1.1\r\nA: %s\r\n\r\n".formatted("a".repeat(300_000))))
        .startsWith("HTTP/1.1 431 ");
  }

  @Test
  void aBodyIsOnlySentWhenItIsAskedFor() throws Exception {
    try (Socket client = connect()) {
      send(
          client,
          "POST /a HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 2\r\n"
              + "Connection: close\r\n\r\n");
      byte[] go = client.getInputStream().readNBytes("HTTP/1.1 100 Continue\r\n\r\n".length());
      assertThat(new String(go, StandardCharsets.US_ASCII))
          .isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
      send(client, "hi");

      assertThat(rest(client)).endsWith("POST /a -");
    }
  }

  @Test
  void aPortThatIsTakenIsSaidToBe() {
    assertThatThrownBy(
            () ->
                HttpPort.open("127.0.0.1", port.number(), "test-http", this::answer)
                    .toCompletableFuture()
                    .get(PATIENCE_MS, TimeUnit.MILLISECONDS))
        .hasCauseInstanceOf(IOException.class)
        .hasMessageContaining("in use");
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket("127.0.0.1", port.number());
    socket.setSoTimeout(PATIENCE_MS);
    return socket;
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static String rest(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    return new String(in.readAllBytes(), StandardCharsets.UTF_8);
  }

  private String ask(String request) throws IOException {
    try (Socket client = connect()) {
      send(client, request);
      return rest(client);
    }
  }

  /** A body that says what it is told to. Thread-safe. */
  private static final class Told implements Pieces {
    private final Queue<ByteString> pieces = new ArrayDeque<>();
    private @Nullable Runnable wake;
    private boolean ended;
    private boolean closed;
    private Optional<String> failure = Optional.empty();

    void say(String text) {
      say(ByteString.fromString(text));
    }

    synchronized void say(ByteString piece) {
      pieces.add(piece);
      tell();
    }

    synchronized void end() {
      ended = true;
      tell();
    }

    synchronized void fail(String reason) {
      failure = Optional.of(reason);
      tell();
    }

    private void tell() {
      if (wake != null) {
        wake.run();
      }
    }

    synchronized int waiting() {
      return pieces.size();
    }

    synchronized boolean opened() {
      return wake != null;
    }

    synchronized boolean closed() {
      return closed;
    }

    @Override
    public synchronized void open(Runnable wakeUp) {
      wake = wakeUp;
    }

    @Override
    public synchronized @Nullable ByteString next() {
      return pieces.poll();
    }

    @Override
    public synchronized boolean over() {
      return ended && pieces.isEmpty();
    }

    @Override
    public synchronized Optional<String> failure() {
      return pieces.isEmpty() ? failure : Optional.empty();
    }

    @Override
    public synchronized void close() {
      closed = true;
    }
  }
}

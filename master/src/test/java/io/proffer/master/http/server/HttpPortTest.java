package io.proffer.master.http.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import akka.util.ByteString;
import io.netty.channel.epoll.Epoll;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Objects;
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
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
class HttpPortTest {

  private static final int PATIENCE_MS = 20_000;

  private final SocketTransport transport;
  private final Map<String, CompletableFuture<Response>> held = new ConcurrentHashMap<>();
  private final Told told = new Told();
  private HttpPort port;

  HttpPortTest(SocketTransport transport) {
    assumeTrue(transport != SocketTransport.EPOLL || Epoll.isAvailable(), "no epoll here");
    this.transport = transport;
  }

  @BeforeEach
  void open() throws Exception {
    port =
        HttpPort.open(transport, "127.0.0.1", 0, "test-http", Runnable::run, this::answer)
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
      case "/unwritable" -> done(Response.stream("text/plain", new Unwritable()));
      case "/broken" -> CompletableFuture.failedFuture(new IllegalStateException("planned"));
      default ->
          done(
              text(
                  "%s %s %s"
                      .formatted(
                          request.method(), request.path(), request.parameter("x").orElse("-"))));
    };
  }

  private void complete(String target, Response response) {
    Objects.requireNonNull(held.get(target), target).complete(response);
  }

  private static CompletionStage<Response> done(Response response) {
    return CompletableFuture.completedFuture(response);
  }

  private static Response text(String text) {
    return Response.ok("text/plain", ByteString.fromString(text));
  }

  @Test
  void theTargetIsDecoded() throws Exception {
    assertThat(ask(get("/a%20b?x=1%262;y&x=3", "Connection: close")))
        .startsWith("HTTP/1.1 200 OK\r\n")
        .contains("connection: close\r\n")
        .endsWith("\r\n\r\nGET /a b 1&2;y");
    assertThat(ask(get("http://h:1/p?x=2", "Connection: close"))).endsWith("GET /p 2");
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
      send(client, get("/held?1") + get("/held?2", "Connection: close"));
      await().until(() -> held.size() == 2);

      complete("/held?2", text("second"));
      complete("/held?1", text("first"));

      assertThat(rest(client)).containsSubsequence("first", "second");
    }
  }

  @Test
  void whoAsksMoreAtOnceThanMayWaitIsAnsweredAllTheSame() throws Exception {
    try (Socket client = connect()) {
      send(client, get("/held?0") + get("/a").repeat(99) + get("/last", "Connection: close"));
      await().until(() -> held.size() == 1);
      complete("/held?0", text("first"));

      String answers = rest(client);
      assertThat(answers.split("HTTP/1.1 200 OK", -1)).hasSize(102);
      assertThat(answers).contains("first").endsWith("GET /last -");
    }
  }

  @Test
  void aStreamGoesOnInChunksUntilItsEnd() throws Exception {
    try (Socket client = connect()) {
      send(client, get("/told", "Connection: close"));
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
      send(client, get("/told"));
      told.say("one");
      told.fail("planned");

      assertThat(rest(client)).doesNotContain("\r\n0\r\n\r\n");
    }
  }

  @Test
  void aStreamThatCannotBeWrittenCostsItsConnectionAndNoMore() throws Exception {
    assertThat(ask(get("/unwritable"))).doesNotContain("\r\n0\r\n\r\n");

    assertThat(ask(get("/a", "Connection: close"))).endsWith("GET /a -");
  }

  @Test
  void aStreamIsToldThatItsClientHasGone() throws Exception {
    try (Socket client = connect()) {
      send(client, get("/told"));
      await().until(told::opened);
    }
    await().until(told::closed);
  }

  @Test
  void aStreamWhoseClientWentBeforeItBeganIsToldSo() throws Exception {
    try (Socket client = connect()) {
      send(client, get("/held?1"));
      await().until(() -> held.size() == 1);
    }
    complete("/held?1", Response.stream("text/plain", told));

    await().until(told::closed);
    assertThat(told.closed()).isTrue();
  }

  @Test
  void aStreamOfWhichNobodyReadsIsNotReadToItsEnd() throws Exception {
    byte[] much = new byte[1 << 16];
    try (Socket client = connect()) {
      send(client, get("/told"));
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
      send(client, get("/held?1"));
      await().until(() -> held.size() == 1);
      client.shutdownOutput();
      complete("/held?1", text("answer"));

      assertThat(rest(client)).endsWith("answer");
    }
  }

  @Test
  void aLargeAnswerIsWholeForAClientThatHasSaidAll() throws Exception {
    String much = "m".repeat(32 << 20);
    try (Socket client = connect()) {
      send(client, get("/held?1"));
      await().until(() -> held.size() == 1);
      client.shutdownOutput();
      complete("/held?1", text(much));

      assertThat(rest(client).endsWith("\r\n\r\n" + much)).isTrue();
    }
  }

  @Test
  void aLargeAnswerIsWholeForAClientThatSaysNothingMoreBeforeItHasReadIt() throws Exception {
    String much = "m".repeat(32 << 20);
    try (Socket client = connect()) {
      send(client, get("/held?1"));
      await().until(() -> held.size() == 1);
      complete("/held?1", text(much));
      assertThat(client.getInputStream().read()).isEqualTo('H');
      client.shutdownOutput();

      assertThat(rest(client).endsWith("\r\n\r\n" + much)).isTrue();
    }
  }

  @Test
  void anAnswerThatFailsIsA500() throws Exception {
    assertThat(ask(get("/broken", "Connection: close"))).startsWith("HTTP/1.1 500 ");
  }

  @Test
  void whatIsNoHttpIsRefusedAndToldWhy() throws Exception {
    assertThat(ask("BE NICE\r\n\r\n")).startsWith("HTTP/1.1 400 ").contains("This is no HTTP");
    assertThat(ask(get("/%zz"))).startsWith("HTTP/1.1 400 ").contains("The URL is malformed");
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
          request("POST", "/a", "Expect: 100-continue", "Content-Length: 2", "Connection: close"));
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
                HttpPort.open(
                        transport,
                        "127.0.0.1",
                        port.number(),
                        "test-http",
                        Runnable::run,
                        this::answer)
                    .toCompletableFuture()
                    .get(PATIENCE_MS, TimeUnit.MILLISECONDS))
        .hasCauseInstanceOf(IOException.class)
        .hasMessageContaining("in use");
  }

  private static String get(String target, String... headers) {
    return request("GET", target, headers);
  }

  private static String request(String method, String target, String... headers) {
    StringBuilder text = new StringBuilder();
    text.append(method).append(' ').append(target).append(" HTTP/1.1\r\nHost: h\r\n");
    for (String header : headers) {
      text.append(header).append("\r\n");
    }
    return text.append("\r\n").toString();
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port.number());
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

  /** A body of which nothing can be made. */
  private static final class Unwritable implements Pieces {

    @Override
    public void open(Runnable wake) {}

    @Override
    public ByteString next() {
      throw new IllegalStateException("planned");
    }

    @Override
    public boolean over() {
      return false;
    }

    @Override
    public Optional<String> failure() {
      return Optional.empty();
    }

    @Override
    public void close() {}
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

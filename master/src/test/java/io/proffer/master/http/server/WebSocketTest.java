package io.proffer.master.http.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.util.ByteString;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WebSocketTest {

  private static final int PATIENCE_SECONDS = 20;

  private final Session session = new Session();
  private final Client client = new Client();
  private HttpPort port;

  @BeforeEach
  void open() throws Exception {
    port =
        HttpPort.open("127.0.0.1", 0, "test-http", Runnable::run, WebSocketTest.this::answer)
            .toCompletableFuture()
            .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  @AfterEach
  void close() {
    port.close();
  }

  private CompletionStage<Response> answer(Request request) {
    return CompletableFuture.completedFuture(
        request.webSocket().filter(offered -> offered.contains("spoken")).isPresent()
            ? Response.upgrade("spoken", session)
            : Response.of(426));
  }

  @Test
  void messagesGoBothWays() throws Exception {
    WebSocket socket = connect();
    assertThat(socket.getSubprotocol()).isEqualTo("spoken");

    socket.sendText("to you", true).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    session.say(new WebSocketSession.Text("to me"));
    session.say(new WebSocketSession.Binary(ByteString.fromString("bytes")));

    await().until(() -> client.heard.size() == 2);
    assertThat(client.heard).containsExactly("to me", "bytes");
    await().until(() -> session.heard.size() == 1);
    assertThat(session.heard.getFirst()).isEqualTo(new WebSocketSession.Text("to you"));
  }

  @Test
  void aSessionHearsNoMoreAtATimeThanItTakesAndAllInOrder() throws Exception {
    session.busy = new CompletableFuture<>();
    WebSocket socket = connect();
    for (int i = 0; i < 50; i++) {
      socket.sendText("message " + i, true).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
    await().until(() -> !session.heard.isEmpty());
    assertThat(session.heard).hasSize(1);

    CompletableFuture<Boolean> busy = session.busy;
    session.busy = CompletableFuture.completedFuture(true);
    busy.complete(true);

    await().until(() -> session.heard.size() == 50);
    for (int i = 0; i < 50; i++) {
      assertThat(session.heard.get(i)).isEqualTo(new WebSocketSession.Text("message " + i));
    }
    assertThat(session.mostAtATime).isEqualTo(1);
  }

  @Test
  void aMessageInSeveralFramesIsHeardWhole() throws Exception {
    WebSocket socket = connect();
    socket.sendText("in ", false).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    socket.sendText("parts", true).get(PATIENCE_SECONDS, TimeUnit.SECONDS);

    await().until(() -> !session.heard.isEmpty());
    assertThat(session.heard).containsExactly(new WebSocketSession.Text("in parts"));
  }

  @Test
  void aPingIsAnswered() throws Exception {
    connect().sendPing(ByteBuffer.wrap(new byte[] {1})).get(PATIENCE_SECONDS, TimeUnit.SECONDS);

    await().until(() -> client.pongs > 0);
    assertThat(client.pongs).isEqualTo(1);
  }

  @Test
  void whoIsLetGoIsToldWhyFirst() throws Exception {
    connect();
    session.letGo("planned");

    await().until(() -> client.closed);
    assertThat(client.heard).containsExactly("planned");
  }

  @Test
  void aSessionIsToldWhenItsClientHasGone() throws Exception {
    connect().abort();

    await().until(() -> session.closed);
    assertThat(session.closed).isTrue();
  }

  @Test
  void aMessageOverTheLimitEndsTheConnection() throws Exception {
    WebSocket socket = connect();
    var unused = socket.sendText("x".repeat(session.maxMessageBytes() + 1), true);

    await().until(() -> session.closed);
    assertThat(session.heard).isEmpty();
  }

  private WebSocket connect() throws Exception {
    return HttpClient.newHttpClient()
        .newWebSocketBuilder()
        .subprotocols("spoken")
        .buildAsync(URI.create("ws://127.0.0.1:" + port.number() + "/"), client)
        .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  private static final class Client implements WebSocket.Listener {
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private volatile int pongs;
    private volatile boolean closed;

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
      heard.add(text.toString());
      socket.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
      heard.add(StandardCharsets.UTF_8.decode(data).toString());
      socket.request(1);
      return null;
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread at a time
    public @Nullable CompletionStage<?> onPong(WebSocket socket, ByteBuffer message) {
      pongs++;
      socket.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
      closed = true;
      return null;
    }
  }

  private static final class Session implements WebSocketSession {
    private final List<Message> heard = new CopyOnWriteArrayList<>();
    private final Queue<Message> toSay = new ArrayDeque<>();
    private volatile CompletableFuture<Boolean> busy = CompletableFuture.completedFuture(true);
    private volatile boolean closed;
    private volatile int mostAtATime;
    private int atATime;
    private @Nullable Runnable wake;
    private Optional<String> farewell = Optional.empty();

    synchronized void say(Message message) {
      toSay.add(message);
      tell();
    }

    synchronized void letGo(String reason) {
      farewell = Optional.of(reason);
      tell();
    }

    private void tell() {
      if (wake != null) {
        wake.run();
      }
    }

    @Override
    public int maxMessageBytes() {
      return 1024;
    }

    @Override
    public int maxWaiting() {
      return 1;
    }

    @Override
    public synchronized void open(Runnable wakeUp) {
      wake = wakeUp;
    }

    @Override
    public synchronized CompletionStage<?> heard(Message message) {
      heard.add(message);
      atATime++;
      mostAtATime = Math.max(mostAtATime, atATime);
      return busy.thenAccept(
          done -> {
            synchronized (this) {
              atATime--;
            }
          });
    }

    @Override
    public synchronized @Nullable Message next() {
      return toSay.poll();
    }

    @Override
    public boolean over() {
      return false;
    }

    @Override
    public synchronized Optional<String> farewell() {
      return farewell;
    }

    @Override
    public void closed() {
      closed = true;
    }
  }
}

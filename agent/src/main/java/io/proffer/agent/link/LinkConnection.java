package io.proffer.agent.link;

import io.proffer.core.protocol.MalformedMessageException;
import io.proffer.core.protocol.link.AgentLinkCodec;
import io.proffer.core.protocol.link.Framed;
import io.proffer.core.protocol.link.FromAgent;
import io.proffer.core.protocol.link.ToAgent;
import java.io.ByteArrayOutputStream;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One connection. What is sent while a frame is on its way goes into the next frame together. The
 * WebSocket's threads only hand bytes over; all else happens on the link's thread.
 */
final class LinkConnection implements WebSocket.Listener {

  private static final int MAX_BATCH = 1_000;

  /** More than this waiting to be sent means that the master does not read. */
  private static final int MAX_WAITING = 200_000;

  private static final long CLOSE_PATIENCE_MILLIS = 1_000;

  private final Executor thread;
  private final LinkListener listener;
  private final BiConsumer<LinkConnection, String> lost;
  private final Deque<FromAgent> waiting = new ArrayDeque<>();
  private final ByteArrayOutputStream frame = new ByteArrayOutputStream();
  private @Nullable WebSocket socket;
  private CompletableFuture<?> onItsWay = CompletableFuture.completedFuture(null);
  private boolean sending;
  private boolean closed;

  LinkConnection(Executor thread, LinkListener listener, BiConsumer<LinkConnection, String> lost) {
    this.thread = thread;
    this.listener = listener;
    this.lost = lost;
  }

  void open(WebSocket opened) {
    socket = opened;
    listener.up();
    opened.request(1);
    pump();
  }

  void send(FromAgent message) {
    if (closed) {
      return;
    }
    if (waiting.size() >= MAX_WAITING) {
      lost.accept(this, "the master does not read what it is sent");
      return;
    }
    waiting.add(message);
    pump();
  }

  private void pump() {
    if (sending || closed || waiting.isEmpty() || socket == null) {
      return;
    }
    List<Framed<FromAgent>> batch = new ArrayList<>();
    while (!waiting.isEmpty() && batch.size() < MAX_BATCH) {
      batch.add(new Framed<>(0, waiting.remove()));
    }
    sending = true;
    onItsWay = transmit(socket, batch);
    var unused = onItsWay.whenCompleteAsync((s, e) -> sent(e), thread);
  }

  private static CompletableFuture<?> transmit(WebSocket socket, List<Framed<FromAgent>> batch) {
    return socket.sendBinary(ByteBuffer.wrap(AgentLinkCodec.encodeFromAgent(batch)), true);
  }

  private void sent(@Nullable Throwable trouble) {
    sending = false;
    if (trouble != null) {
      lost.accept(this, "sending failed: " + trouble.getMessage());
      return;
    }
    pump();
  }

  /** The default asks for a message; here that is done when the connection is taken into use. */
  @Override
  public void onOpen(WebSocket opened) {}

  @Override
  public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
    byte[] bytes = new byte[data.remaining()];
    data.get(bytes);
    thread.execute(() -> received(from, bytes, last));
    return null;
  }

  private void received(WebSocket from, byte[] bytes, boolean last) {
    if (closed) {
      return;
    }
    if (frame.size() + bytes.length > AgentLinkCodec.MAX_FRAME_BYTES) {
      lost.accept(this, "the master sent a frame over the limit");
      return;
    }
    frame.writeBytes(bytes);
    if (last) {
      byte[] whole = frame.toByteArray();
      frame.reset();
      try {
        for (Framed<ToAgent> message : AgentLinkCodec.decodeToAgent(whole)) {
          listener.message(message.message());
        }
      } catch (MalformedMessageException e) {
        lost.accept(this, "the master sent something that is no message: " + e.getMessage());
        return;
      }
    }
    from.request(1);
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket from, int status, String reason) {
    thread.execute(() -> lost.accept(this, reason.isEmpty() ? "the master closed it" : reason));
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable trouble) {
    thread.execute(() -> lost.accept(this, String.valueOf(trouble.getMessage())));
  }

  void abort() {
    closed = true;
    waiting.clear();
    if (socket != null) {
      socket.abort();
    }
  }

  /** Sends what waits, then says good-bye; blocks for a moment at most. */
  void closeAfterSending() {
    WebSocket open = socket;
    closed = true;
    if (open == null) {
      return;
    }
    try {
      List<Framed<FromAgent>> rest = new ArrayList<>();
      waiting.forEach(m -> rest.add(new Framed<>(0, m)));
      waiting.clear();
      onItsWay.get(CLOSE_PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
      if (!rest.isEmpty()) {
        transmit(open, rest).get(CLOSE_PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
      }
      open.sendClose(WebSocket.NORMAL_CLOSURE, "the agent stops")
          .get(CLOSE_PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      // It is being closed anyway; the master sees the connection end.
    }
    open.abort();
  }
}

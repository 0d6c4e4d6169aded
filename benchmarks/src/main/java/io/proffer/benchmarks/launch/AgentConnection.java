package io.proffer.benchmarks.launch;

import io.proffer.core.protocol.MalformedMessageException;
import io.proffer.core.protocol.link.AgentLinkCodec;
import io.proffer.core.protocol.link.Framed;
import io.proffer.core.protocol.link.FromAgent;
import io.proffer.core.protocol.link.ToAgent;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One WebSocket to the master that several emulated agents share. */
final class AgentConnection implements WebSocket.Listener {

  private static final int MOST_WAITING = 1 << 18;
  private static final int MOST_PER_FRAME = 512;

  private final int number;
  private final EmulatedAgents agents;
  private final AtomicReference<String> problem;
  private final BlockingQueue<Framed<FromAgent>> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
  private final ByteArrayOutputStream frame = new ByteArrayOutputStream();

  AgentConnection(
      int number,
      int first,
      int count,
      Duration taskTime,
      ScheduledExecutorService timer,
      AtomicReference<String> problem) {
    this.number = number;
    this.problem = problem;
    this.agents = new EmulatedAgents(first, count, taskTime, this, timer);
  }

  void open(HttpClient client, int masterPort) {
    WebSocket socket =
        client
            .newWebSocketBuilder()
            .subprotocols(AgentLinkCodec.SUBPROTOCOL)
            .buildAsync(URI.create("ws://127.0.0.1:" + masterPort + AgentLinkCodec.PATH), this)
            .join();
    Thread.ofPlatform().daemon().name("bench-agents-" + number).start(() -> write(socket));
    agents.register();
  }

  int number() {
    return number;
  }

  boolean allRegistered() {
    return agents.allRegistered();
  }

  void send(int channel, FromAgent message) {
    if (!waiting.offer(new Framed<>(channel, message))) {
      failed("the master takes the agents' messages too slowly");
    }
  }

  void failed(String why) {
    problem.compareAndSet(null, "connection " + number + " of agents: " + why);
  }

  private void write(WebSocket socket) {
    List<Framed<FromAgent>> batch = new ArrayList<>();
    try {
      while (problem.get() == null) {
        batch.add(waiting.take());
        waiting.drainTo(batch, MOST_PER_FRAME - 1);
        byte[] bytes = AgentLinkCodec.encodeFromAgent(batch);
        batch.clear();
        socket.sendBinary(ByteBuffer.wrap(bytes), true).join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      failed(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
    byte[] part = new byte[data.remaining()];
    data.get(part);
    frame.writeBytes(part);
    if (last) {
      try {
        for (Framed<ToAgent> framed : AgentLinkCodec.decodeToAgent(frame.toByteArray())) {
          agents.handle(framed.channel(), framed.message());
        }
      } catch (MalformedMessageException e) {
        failed(String.valueOf(e.getMessage()));
      }
      frame.reset();
    }
    socket.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
    failed("the master closed it: " + code + " " + reason);
    return null;
  }

  @Override
  public void onError(WebSocket socket, Throwable error) {
    failed(String.valueOf(error));
  }
}

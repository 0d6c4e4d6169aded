package io.proffer.master;

import com.google.protobuf.ByteString;
import io.proffer.core.model.AgentId;
import io.proffer.core.model.FrameworkId;
import io.proffer.core.model.Resources;
import io.proffer.core.model.TaskId;
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
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.mesos.v1.Protos.AgentInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;

/** An agent at the other end of a real link, which says only what the test wants. */
public final class LinkedAgent implements AutoCloseable {

  private static final int TIMEOUT_SECONDS = 20;

  private final HttpClient client = HttpClient.newHttpClient();
  private final Inbox inbox = new Inbox();
  private final WebSocket socket;
  private long uuids;

  private LinkedAgent(MasterServer master) throws Exception {
    this.socket =
        client
            .newWebSocketBuilder()
            .subprotocols(AgentLinkCodec.SUBPROTOCOL)
            .buildAsync(URI.create("ws://" + master.address() + AgentLinkCodec.PATH), inbox)
            .get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
  }

  /** Opens a link and says nothing. */
  public static LinkedAgent connect(MasterServer master) throws Exception {
    return new LinkedAgent(master);
  }

  /** Registers with these resources, and returns when the master has answered. */
  public static LinkedAgent register(MasterServer master, String resources) throws Exception {
    LinkedAgent agent = connect(master);
    introduce(agent, resources);
    return agent;
  }

  /** Registers an agent with these resources, and returns the id that the master gave it. */
  public static AgentId introduce(LinkedAgent agent, String resources) throws Exception {
    AgentInfo info =
        AgentInfo.newBuilder()
            .setHostname("agent.test")
            .setPort(5051)
            .addAllResources(Resources.parse(resources).toProtos())
            .build();
    agent.say(
        new FromAgent.Register(
            info, "127.0.0.1:5051", "0.1.0", List.of("MULTI_ROLE", "AGENT_DRAINING")));
    return agent.id();
  }

  public AgentId id() throws InterruptedException {
    return hear(ToAgent.Registered.class).agent();
  }

  public void say(FromAgent... messages) throws Exception {
    List<Framed<FromAgent>> framed = new ArrayList<>();
    for (FromAgent message : messages) {
      framed.add(new Framed<>(0, message));
    }
    sayBytes(AgentLinkCodec.encodeFromAgent(framed));
  }

  public void sayBytes(byte[] bytes) throws Exception {
    socket.sendBinary(ByteBuffer.wrap(bytes), true).get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
  }

  public void sayText(String text) throws Exception {
    socket.sendText(text, true).get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
  }

  /** Tells the state of a task, with a uuid of its own. */
  public void update(AgentId self, FrameworkId framework, TaskId task, TaskState state)
      throws Exception {
    ByteBuffer uuid = ByteBuffer.allocate(16).putLong(0).putLong(++uuids).flip();
    TaskStatus status =
        TaskStatus.newBuilder()
            .setTaskId(task.toProto())
            .setAgentId(self.toProto())
            .setState(state)
            .setSource(TaskStatus.Source.SOURCE_EXECUTOR)
            .setTimestamp(1)
            .setUuid(ByteString.copyFrom(uuid))
            .build();
    say(new FromAgent.StatusUpdate(framework, status, state));
  }

  /** The next message of this type; others before it stay for later. */
  public <M extends ToAgent> M hear(Class<M> type) throws InterruptedException {
    return inbox.take(type);
  }

  /** The text the master said before it closed the link. */
  public String reasonOfClosing() throws Exception {
    return inbox.closed.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    socket.abort();
    client.close();
  }

  private static final class Inbox implements WebSocket.Listener {

    private final CompletableFuture<String> closed = new CompletableFuture<>();
    private final List<ToAgent> heard = new ArrayList<>();
    private final ByteArrayOutputStream partial = new ByteArrayOutputStream();
    private final StringBuilder texts = new StringBuilder();

    @Override
    public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
      byte[] bytes = new byte[data.remaining()];
      data.get(bytes);
      partial.writeBytes(bytes);
      if (last) {
        receive(partial.toByteArray());
        partial.reset();
      }
      socket.request(1);
      return CompletableFuture.completedFuture(null);
    }

    private synchronized void receive(byte[] frame) {
      try {
        AgentLinkCodec.decodeToAgent(frame).forEach(framed -> heard.add(framed.message()));
      } catch (MalformedMessageException e) {
        throw new IllegalStateException(e);
      }
      notifyAll();
    }

    synchronized <M extends ToAgent> M take(Class<M> type) throws InterruptedException {
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS);
      while (true) {
        for (Iterator<ToAgent> it = heard.iterator(); it.hasNext(); ) {
          ToAgent message = it.next();
          if (type.isInstance(message)) {
            it.remove();
            return type.cast(message);
          }
        }
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (left <= 0) {
          throw new AssertionError("no " + type.getSimpleName() + " came, but " + heard);
        }
        wait(left);
      }
    }

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      texts.append(data);
      socket.request(1);
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
      closed.complete(texts.toString());
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
      closed.completeExceptionally(error);
    }
  }
}

package io.proffer.master.rehearsal;

import com.google.protobuf.ByteString;
import io.proffer.core.model.FrameworkId;
import io.proffer.core.model.Resources;
import io.proffer.core.protocol.MalformedMessageException;
import io.proffer.core.protocol.link.AgentLinkCodec;
import io.proffer.core.protocol.link.Framed;
import io.proffer.core.protocol.link.FromAgent;
import io.proffer.core.protocol.link.ToAgent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.AgentInfo;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.jspecify.annotations.Nullable;

/** An agent on which each task runs and finishes as soon as somebody has taken note of it. */
final class PretendedAgent implements WebSocket.Listener, AutoCloseable {

  /** Where it says that it is. */
  static final String HOSTNAME = "rehearsal";

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int CHANNEL = 1;

  /** How an update is named: the state it tells of is the first byte. */
  private static final int UUID_BYTES = 16;

  private final CompletableFuture<AgentID> registered = new CompletableFuture<>();
  private final ByteArrayOutputStream frame = new ByteArrayOutputStream();
  private CompletableFuture<?> written = CompletableFuture.completedFuture(null);
  private @Nullable WebSocket socket;

  private PretendedAgent() {}

  static PretendedAgent register(HttpClient client, int port)
      throws IOException, InterruptedException {
    PretendedAgent agent = new PretendedAgent();
    try {
      agent.socket =
          client
              .newWebSocketBuilder()
              .subprotocols(AgentLinkCodec.SUBPROTOCOL)
              .connectTimeout(PATIENCE)
              .buildAsync(URI.create("ws://127.0.0.1:" + port + AgentLinkCodec.PATH), agent)
              .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      agent.registered.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      return agent;
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("the agent could not register: " + e, e);
    }
  }

  /**
   * @throws IOException when the link has failed
   */
  void check() throws IOException {
    if (registered.isCompletedExceptionally() || written.isCompletedExceptionally()) {
      throw new IOException("the agent has lost its master");
    }
  }

  @Override
  public void onOpen(WebSocket opened) {
    AgentInfo info =
        AgentInfo.newBuilder()
            .setHostname(HOSTNAME)
            .addAllResources(
                Resources.parse("cpus:64;mem:65536;disk:65536;ports:[31000-32000]").toProtos())
            .build();
    say(opened, new FromAgent.Register(info, "127.0.0.1:0", "rehearsal", List.of("MULTI_ROLE")));
    opened.request(1);
  }

  @Override
  public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
    byte[] part = new byte[data.remaining()];
    data.get(part);
    frame.writeBytes(part);
    if (last) {
      hear(from, frame.toByteArray());
      frame.reset();
    }
    from.request(1);
    return null;
  }

  private void hear(WebSocket from, byte[] bytes) {
    try {
      for (Framed<ToAgent> framed : AgentLinkCodec.decodeToAgent(bytes)) {
        answer(from, framed.message());
      }
    } catch (MalformedMessageException e) {
      registered.obtrudeException(e);
    }
  }

  private void answer(WebSocket from, ToAgent message) {
    if (message instanceof ToAgent.Registered r) {
      registered.complete(AgentID.newBuilder().setValue(r.agent().value()).build());
    } else if (message instanceof ToAgent.Ping ping) {
      say(from, new FromAgent.Pong(ping.sequence()));
    } else if (message instanceof ToAgent.RunTask run) {
      TaskID task = run.task().getTaskId();
      tell(from, run.framework().getId().getValue(), task, TaskState.TASK_RUNNING);
    } else if (message instanceof ToAgent.AcknowledgeUpdate known
        && known.uuid().byteAt(0) == TaskState.TASK_RUNNING_VALUE) {
      TaskID task = TaskID.newBuilder().setValue(known.task().value()).build();
      tell(from, known.framework().value(), task, TaskState.TASK_FINISHED);
    }
  }

  private void tell(WebSocket from, String framework, TaskID task, TaskState state) {
    byte[] uuid = new byte[UUID_BYTES];
    uuid[0] = (byte) state.getNumber();
    TaskStatus status =
        TaskStatus.newBuilder()
            .setTaskId(task)
            .setAgentId(registered.join())
            .setState(state)
            .setSource(TaskStatus.Source.SOURCE_EXECUTOR)
            .setUuid(ByteString.copyFrom(uuid))
            .build();
    say(from, new FromAgent.StatusUpdate(new FrameworkId(framework), status, state));
  }

  /** One after another: a WebSocket takes no message before the last one is written. */
  private void say(WebSocket to, FromAgent message) {
    byte[] bytes = AgentLinkCodec.encodeFromAgent(List.of(new Framed<>(CHANNEL, message)));
    written = written.thenCompose(sent -> to.sendBinary(ByteBuffer.wrap(bytes), true));
  }

  @Override
  public void onError(WebSocket from, Throwable error) {
    registered.obtrudeException(new CompletionException(error));
  }

  @Override
  public void close() {
    if (socket != null) {
      socket.abort();
    }
  }
}

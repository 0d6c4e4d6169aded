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
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.AgentInfo;
import org.apache.mesos.v1.Protos.ContainerID;
import org.apache.mesos.v1.Protos.ContainerStatus;
import org.apache.mesos.v1.Protos.ExecutorID;
import org.apache.mesos.v1.Protos.NetworkInfo;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.jspecify.annotations.Nullable;

/** An agent on which each task starts, runs and finishes, each as soon as the last is known. */
final class PretendedAgent implements WebSocket.Listener, AutoCloseable {

  /** Where it says that it is. */
  static final String HOSTNAME = "rehearsal";

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int CHANNEL = 1;

  /** How an update is named: the state it tells of is the first byte. */
  private static final int UUID_BYTES = 16;

  private static final double MILLIS_PER_SECOND = 1000;

  /** As an agent says where a task runs. */
  private static final ContainerStatus CONTAINER =
      ContainerStatus.newBuilder()
          .setContainerId(ContainerID.newBuilder().setValue("00000000-0000-4000-8000-000000000000"))
          .setExecutorPid(1)
          .addNetworkInfos(
              NetworkInfo.newBuilder()
                  .addIpAddresses(
                      NetworkInfo.IPAddress.newBuilder()
                          .setProtocol(NetworkInfo.Protocol.IPv4)
                          .setIpAddress("127.0.0.1")))
          .build();

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
      tell(from, run.framework().getId().getValue(), task, TaskState.TASK_STARTING);
    } else if (message instanceof ToAgent.AcknowledgeUpdate known) {
      TaskID task = TaskID.newBuilder().setValue(known.task().value()).build();
      after(TaskState.forNumber(known.uuid().byteAt(0)))
          .ifPresent(next -> tell(from, known.framework().value(), task, next));
    }
  }

  private static Optional<TaskState> after(@Nullable TaskState state) {
    if (state == TaskState.TASK_STARTING) {
      return Optional.of(TaskState.TASK_RUNNING);
    }
    return state == TaskState.TASK_RUNNING
        ? Optional.of(TaskState.TASK_FINISHED)
        : Optional.empty();
  }

  private void tell(WebSocket from, String framework, TaskID task, TaskState state) {
    byte[] uuid = new byte[UUID_BYTES];
    uuid[0] = (byte) state.getNumber();
    TaskStatus.Builder status =
        TaskStatus.newBuilder()
            .setTaskId(task)
            .setAgentId(registered.join())
            .setExecutorId(ExecutorID.newBuilder().setValue(task.getValue()))
            .setState(state)
            .setSource(TaskStatus.Source.SOURCE_EXECUTOR)
            .setTimestamp(System.currentTimeMillis() / MILLIS_PER_SECOND)
            .setContainerStatus(CONTAINER)
            .setUuid(ByteString.copyFrom(uuid));
    if (state == TaskState.TASK_FINISHED) {
      status.setMessage("Command exited with status 0");
    }
    say(from, new FromAgent.StatusUpdate(new FrameworkId(framework), status.build(), state));
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

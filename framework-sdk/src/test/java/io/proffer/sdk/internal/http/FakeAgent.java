package io.proffer.sdk.internal.http;

import com.google.protobuf.ByteString;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.proffer.core.model.AgentId;
import io.proffer.core.model.ExecutorId;
import io.proffer.core.model.FrameworkId;
import io.proffer.core.protocol.MalformedMessageException;
import io.proffer.core.protocol.MediaType;
import io.proffer.core.protocol.RecordIo;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.mesos.v1.Protos.AgentInfo;
import org.apache.mesos.v1.Protos.ExecutorInfo;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.executor.Protos.Call;
import org.apache.mesos.v1.executor.Protos.Event;

/** An agent as one executor sees it: the test says what it answers and sends. */
final class FakeAgent implements AutoCloseable {

  private static final int PATIENCE_SECONDS = 10;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final BlockingQueue<Call> received = new LinkedBlockingQueue<>();
  private final BlockingQueue<HttpExchange> streams = new LinkedBlockingQueue<>();
  private final Deque<Integer> subscribeAnswers = new ConcurrentLinkedDeque<>();
  private final Deque<Integer> callAnswers = new ConcurrentLinkedDeque<>();

  FakeAgent() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/api/v1/executor", this::handle);
    server.start();
  }

  /** What it would put into the environment of an executor. */
  Map<String, String> environment(String checkpoint) {
    return Map.of(
        "MESOS_AGENT_ENDPOINT",
        "127.0.0.1:" + server.getAddress().getPort(),
        "MESOS_FRAMEWORK_ID",
        "m-0000",
        "MESOS_EXECUTOR_ID",
        "ex",
        "MESOS_EXECUTOR_AUTHENTICATION_TOKEN",
        "secret",
        "MESOS_CHECKPOINT",
        checkpoint,
        "MESOS_RECOVERY_TIMEOUT",
        "10secs",
        "MESOS_SUBSCRIPTION_BACKOFF_MAX",
        "100ms");
  }

  FakeAgent refuseSubscribe(int status) {
    subscribeAnswers.add(status);
    return this;
  }

  FakeAgent refuseCall(int status) {
    callAnswers.add(status);
    return this;
  }

  /** The next call of this type; those of other types before it are dropped. */
  Call call(Call.Type type) throws InterruptedException {
    while (true) {
      Call next = received.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (next == null) {
        throw new AssertionError("no " + type + " call came");
      }
      if (next.getType() == type) {
        return next;
      }
    }
  }

  /** The next stream, with SUBSCRIBED on it. */
  Stream subscribed() throws InterruptedException, IOException {
    HttpExchange exchange = streams.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (exchange == null) {
      throw new AssertionError("no stream was opened");
    }
    FrameworkId framework = new FrameworkId("m-0000");
    return new Stream(exchange)
        .send(
            event(Event.Type.SUBSCRIBED)
                .setSubscribed(
                    Event.Subscribed.newBuilder()
                        .setExecutorInfo(
                            ExecutorInfo.newBuilder()
                                .setExecutorId(new ExecutorId("ex").toProto())
                                .setFrameworkId(framework.toProto()))
                        .setFrameworkInfo(
                            FrameworkInfo.newBuilder()
                                .setUser("")
                                .setName("test")
                                .setId(framework.toProto()))
                        .setAgentInfo(AgentInfo.newBuilder().setHostname("localhost"))));
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    Call call;
    try {
      call = MediaType.PROTOBUF.read(body, Call.getDefaultInstance());
    } catch (MalformedMessageException e) {
      throw new IOException(e);
    }
    boolean subscribe = call.getType() == Call.Type.SUBSCRIBE;
    // Decided before the test can see the call: what it orders then is for the next one.
    Optional<Integer> answer =
        Optional.ofNullable((subscribe ? subscribeAnswers : callAnswers).poll());
    if (!"Bearer secret".equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
      answer = Optional.of(401);
    }
    received.add(call);
    if (subscribe && answer.isEmpty()) {
      exchange.getResponseHeaders().set("Content-Type", MediaType.PROTOBUF.contentType());
      exchange.sendResponseHeaders(200, 0);
      streams.add(exchange);
    } else {
      exchange.sendResponseHeaders(answer.orElse(202), -1);
      exchange.close();
    }
  }

  static Event.Builder event(Event.Type type) {
    return Event.newBuilder().setType(type);
  }

  /** An event stream that is open. */
  static final class Stream {
    private final HttpExchange exchange;

    private Stream(HttpExchange exchange) {
      this.exchange = exchange;
    }

    Stream send(Event.Builder event) throws IOException {
      exchange.getResponseBody().write(RecordIo.encode(MediaType.PROTOBUF.write(event.build())));
      exchange.getResponseBody().flush();
      return this;
    }

    Stream launch(String task) throws IOException {
      TaskInfo info =
          TaskInfo.newBuilder()
              .setName(task)
              .setTaskId(id(task))
              .setAgentId(new AgentId("m-S0").toProto())
              .build();
      return send(event(Event.Type.LAUNCH).setLaunch(Event.Launch.newBuilder().setTask(info)));
    }

    Stream kill(String task) throws IOException {
      return send(event(Event.Type.KILL).setKill(Event.Kill.newBuilder().setTaskId(id(task))));
    }

    Stream acknowledge(String task, ByteString uuid) throws IOException {
      return send(
          event(Event.Type.ACKNOWLEDGED)
              .setAcknowledged(Event.Acknowledged.newBuilder().setTaskId(id(task)).setUuid(uuid)));
    }

    Stream message(String text) throws IOException {
      return send(
          event(Event.Type.MESSAGE)
              .setMessage(Event.Message.newBuilder().setData(ByteString.copyFromUtf8(text))));
    }

    void close() {
      exchange.close();
    }

    private static TaskID id(String task) {
      return TaskID.newBuilder().setValue(task).build();
    }
  }
}

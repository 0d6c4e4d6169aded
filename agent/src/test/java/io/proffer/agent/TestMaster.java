package io.proffer.agent;

import static org.assertj.core.api.Assertions.assertThat;

import akka.Done;
import akka.NotUsed;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import akka.http.javadsl.Http;
import akka.http.javadsl.ServerBinding;
import akka.http.javadsl.model.AttributeKeys;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.ws.BinaryMessage;
import akka.http.javadsl.model.ws.Message;
import akka.japi.Pair;
import akka.stream.OverflowStrategy;
import akka.stream.SystemMaterializer;
import akka.stream.javadsl.Flow;
import akka.stream.javadsl.Keep;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import akka.stream.javadsl.SourceQueueWithComplete;
import akka.util.ByteString;
import com.typesafe.config.ConfigFactory;
import io.proffer.core.model.AgentId;
import io.proffer.core.model.FrameworkId;
import io.proffer.core.model.TaskId;
import io.proffer.core.protocol.MalformedMessageException;
import io.proffer.core.protocol.link.AgentLinkCodec;
import io.proffer.core.protocol.link.Framed;
import io.proffer.core.protocol.link.FromAgent;
import io.proffer.core.protocol.link.ToAgent;
import io.proffer.core.security.ProxyKey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.awaitility.Awaitility;

/** As much of a master as one agent needs: it registers, acknowledges, and remembers. */
final class TestMaster implements AutoCloseable {

  static final AgentId AGENT = new AgentId("m-S0");
  static final FrameworkId FRAMEWORK = new FrameworkId("m-0000");
  static final FrameworkInfo FRAMEWORK_INFO =
      FrameworkInfo.newBuilder()
          .setId(FRAMEWORK.toProto())
          .setUser("")
          .setName("test")
          .setCheckpoint(true)
          .addCapabilities(
              FrameworkInfo.Capability.newBuilder()
                  .setType(FrameworkInfo.Capability.Type.PARTITION_AWARE))
          .build();

  private final ActorSystem<Void> system =
      ActorSystem.create(
          Behaviors.empty(),
          "test-master",
          ConfigFactory.parseString("akka.loglevel = OFF, akka.stdout-loglevel = OFF")
              .withFallback(ConfigFactory.load()));
  private final List<FromAgent> said = new CopyOnWriteArrayList<>();
  private final int port;
  private ServerBinding binding;
  private volatile boolean acknowledges = true;
  private volatile Optional<ProxyKey> proxyKey = Optional.empty();
  private volatile Optional<SourceQueueWithComplete<Message>> link = Optional.empty();

  private TestMaster(int port) {
    this.binding = bind(port);
    this.port = binding.localAddress().getPort();
  }

  static TestMaster start() {
    return new TestMaster(0);
  }

  private ServerBinding bind(int at) {
    return join(Http.get(system).newServerAt("127.0.0.1", at).bind(this::answer));
  }

  String address() {
    return "127.0.0.1:" + port;
  }

  TestMaster withoutAcknowledging() {
    acknowledges = false;
    return this;
  }

  void acknowledgeFromNowOn() {
    acknowledges = true;
  }

  /** The master's process is gone for a moment. */
  void goDown() {
    join(binding.unbind());
    link.ifPresent(l -> l.fail(new IllegalStateException("the test's master goes down")));
    link = Optional.empty();
  }

  void comeBack() {
    binding = bind(port);
  }

  private CompletionStage<HttpResponse> answer(HttpRequest request) {
    return CompletableFuture.completedFuture(upgrade(request));
  }

  /** The key that the agent gave when it connected last. */
  ProxyKey proxyKey() {
    return proxyKey.orElseThrow();
  }

  private HttpResponse upgrade(HttpRequest request) {
    proxyKey = request.getHeader(ProxyKey.HEADER).flatMap(h -> ProxyKey.parse(h.value()));
    return request
        .getAttribute(AttributeKeys.webSocketUpgrade)
        .map(u -> u.handleMessagesWith(accept(), AgentLinkCodec.SUBPROTOCOL))
        .orElseGet(() -> HttpResponse.create().withStatus(StatusCodes.BAD_REQUEST));
  }

  private Flow<Message, Message, NotUsed> accept() {
    Pair<SourceQueueWithComplete<Message>, Source<Message, NotUsed>> out =
        Source.<Message>queue(10_000, OverflowStrategy.fail()).preMaterialize(system);
    link = Optional.of(out.first());
    Sink<Message, CompletionStage<Done>> in =
        Flow.<Message>create()
            .mapAsync(1, m -> strict(m.asBinaryMessage()))
            .toMat(Sink.foreach(this::received), Keep.right());
    return Flow.fromSinkAndSourceCoupled(in, out.second());
  }

  private CompletionStage<byte[]> strict(BinaryMessage message) {
    return message
        .toStrict(5_000, SystemMaterializer.get(system).materializer())
        .thenApply(m -> m.getStrictData().toArray());
  }

  private void received(byte[] frame) throws MalformedMessageException {
    for (Framed<FromAgent> framed : AgentLinkCodec.decodeFromAgent(frame)) {
      switch (framed.message()) {
        case FromAgent.Register m -> say(new ToAgent.Registered(AGENT, Duration.ofSeconds(75)));
        case FromAgent.Reregister m ->
            say(
                new ToAgent.Reregistered(
                    AgentId.of(m.agent().getId()), Duration.ofSeconds(75), List.of()));
        case FromAgent.StatusUpdate m -> {
          if (acknowledges) {
            acknowledge(m);
          }
        }
        case FromAgent.Pong m -> {}
        case FromAgent.Oversubscribed m -> {}
        case FromAgent.ExecutorTerminated m -> {}
        case FromAgent.ExecutorMessage m -> {}
        case FromAgent.OperationUpdate m -> {}
        case FromAgent.ProvidersChanged m -> {}
        case FromAgent.Unregister m -> {}
      }
      // Who sees it here may count on the answer being on its way.
      said.add(framed.message());
    }
  }

  void acknowledge(FromAgent.StatusUpdate update) {
    say(
        new ToAgent.AcknowledgeUpdate(
            update.framework(), TaskId.of(update.status().getTaskId()), update.status().getUuid()));
  }

  void say(ToAgent message) {
    byte[] frame = AgentLinkCodec.encodeToAgent(List.of(new Framed<>(0, message)));
    var unused = link.orElseThrow().offer(BinaryMessage.create(ByteString.fromArray(frame)));
  }

  void run(TaskInfo task) {
    say(new ToAgent.RunTask(FRAMEWORK_INFO, task, "*"));
  }

  List<FromAgent> said() {
    return said;
  }

  <M extends FromAgent> List<M> said(Class<M> type) {
    return said.stream().filter(type::isInstance).map(type::cast).toList();
  }

  List<TaskStatus> updates(String task) {
    return said(FromAgent.StatusUpdate.class).stream()
        .map(FromAgent.StatusUpdate::status)
        .filter(s -> s.getTaskId().getValue().equals(task))
        .toList();
  }

  /** Waits for the first update of this state. */
  TaskStatus await(String task, TaskState state) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(5))
        .untilAsserted(
            () -> assertThat(updates(task)).extracting(TaskStatus::getState).contains(state));
    return updates(task).stream().filter(s -> s.getState() == state).findFirst().orElseThrow();
  }

  private static <T> T join(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
  }

  @Override
  public void close() {
    system.terminate();
    join(system.getWhenTerminated());
  }
}

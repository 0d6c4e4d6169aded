package io.proffer.agent.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.proffer.agent.container.ContainerSpec;
import io.proffer.agent.container.RunningContainer;
import io.proffer.agent.runtime.ContainerLife;
import io.proffer.agent.runtime.RecordingListener;
import io.proffer.agent.runtime.Specs;
import io.proffer.agent.sandbox.logs.LogLimits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.mesos.v1.Protos.CheckInfo;
import org.apache.mesos.v1.Protos.ContainerInfo;
import org.apache.mesos.v1.Protos.ContainerInfo.DockerInfo;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An engine that takes its time to say how a container is. */
class DockerStartTest {

  private static final String RUNS =
      "{\"Id\":\"c1\",\"State\":{\"Running\":true,\"Pid\":4711},\"Config\":{\"StopSignal\":\"SIGQUIT\"},"
          + "\"HostConfig\":{\"NetworkMode\":\"host\"}}";
  private static final String HAS_ENDED =
      "{\"Id\":\"c1\",\"State\":{\"Running\":false,\"ExitCode\":0},\"HostConfig\":{\"NetworkMode\":\"host\"}}";

  @TempDir Path work;

  private final CompletableFuture<String> inspection = new CompletableFuture<>();
  private final Queue<DockerContainer> ended = new ConcurrentLinkedQueue<>();
  private final RecordingListener listener = new RecordingListener();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private HttpServer server;
  private Engine engine;

  @BeforeEach
  void open() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", exchange -> answer(exchange, 404, "{}"));
    server.createContext("/containers/c1/start", exchange -> answer(exchange, 204, ""));
    server.createContext(
        "/containers/c1/json", exchange -> answer(exchange, 200, inspection.join()));
    server.start();
    engine = new Engine("tcp://127.0.0.1:" + server.getAddress().getPort());
  }

  @AfterEach
  void close() {
    inspection.complete(RUNS);
    engine.close();
    server.stop(0);
    threads.shutdown();
  }

  private static void answer(HttpExchange exchange, int status, String json) throws IOException {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private static TaskInfo.Builder onTheHostsNetwork() {
    return TaskInfo.newBuilder()
        .setContainer(
            ContainerInfo.newBuilder()
                .setType(ContainerInfo.Type.DOCKER)
                .setDocker(
                    DockerInfo.newBuilder().setImage("x").setNetwork(DockerInfo.Network.HOST)));
  }

  private DockerContainer container(TaskInfo.Builder task) {
    ContainerSpec spec = Specs.of(task);
    return new DockerContainer(spec, new ContainerLife(spec.id(), listener));
  }

  private CompletableFuture<Void> start(DockerContainer container) {
    LogFollower logs = new LogFollower(engine, LogLimits.defaults());
    DockerStart starts = new DockerStart(engine, logs, "10.0.0.7", ended::add);
    return CompletableFuture.runAsync(
        () -> {
          try {
            starts.start(container, "c1", work);
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        },
        threads);
  }

  private void staysUntold(DockerContainer container) {
    Awaitility.await()
        .pollInterval(Duration.ofMillis(5))
        .during(Duration.ofMillis(50))
        .until(() -> !listener.started().contains(container.spec().id()));
  }

  @Test
  void whatIsKnownIsToldBeforeTheEngineAnswers() {
    DockerContainer container = container(onTheHostsNetwork());

    start(container).join();

    RunningContainer running = listener.awaitStarted(container.spec().id());
    assertThat(running.ipAddresses()).containsExactly("10.0.0.7");
    assertThat(running.pid()).isEmpty();
    assertThat(container.latePid()).isEmpty();

    inspection.complete(RUNS);

    Awaitility.await().until(() -> container.latePid().equals(Optional.of(4711L)));
    assertThat(container.stopSignal()).isEqualTo("SIGQUIT");
    assertThat(ended).isEmpty();
  }

  @Test
  void oneThatHadEndedBeforeTheEngineAnsweredIsLookedAtAgain() {
    DockerContainer container = container(onTheHostsNetwork());
    start(container).join();

    inspection.complete(HAS_ENDED);

    Awaitility.await().until(() -> ended.contains(container));
    assertThat(container.latePid()).isEmpty();
  }

  @Test
  void oneThatIsCheckedWaitsForItsProcess() {
    DockerContainer container =
        container(onTheHostsNetwork().setCheck(CheckInfo.newBuilder().setType(CheckInfo.Type.TCP)));
    CompletableFuture<Void> starting = start(container);
    staysUntold(container);

    inspection.complete(RUNS);
    starting.join();

    assertThat(listener.awaitStarted(container.spec().id()).pid()).contains(4711L);
  }

  @Test
  void oneWithANetworkOfItsOwnWaitsForItsAddress() {
    TaskInfo.Builder task = onTheHostsNetwork();
    task.getContainerBuilder().getDockerBuilder().setNetwork(DockerInfo.Network.BRIDGE);
    DockerContainer container = container(task);
    CompletableFuture<Void> starting = start(container);
    staysUntold(container);

    inspection.complete(
        RUNS.replace(
            "\"HostConfig\":{\"NetworkMode\":\"host\"}",
            "\"HostConfig\":{\"NetworkMode\":\"bridge\"},\"NetworkSettings\":{\"Networks\":"
                + "{\"bridge\":{\"IPAddress\":\"172.17.0.3\",\"GlobalIPv6Address\":\"\"}}}"));
    starting.join();

    assertThat(listener.awaitStarted(container.spec().id()).ipAddresses())
        .containsExactly("172.17.0.3");
  }
}

package io.proffer.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.Container;
import com.google.protobuf.ByteString;
import io.proffer.agent.runtime.docker.TestEngine;
import io.proffer.core.model.ExecutorId;
import io.proffer.core.protocol.FileRefresh;
import io.proffer.core.protocol.TaskSignal;
import io.proffer.core.protocol.link.FromAgent;
import io.proffer.core.protocol.link.ToAgent;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.mesos.v1.Protos.ContainerInfo;
import org.apache.mesos.v1.Protos.Environment;
import org.apache.mesos.v1.Protos.Secret;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.Volume;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Secrets reach their task, and nobody else. */
class SecretsTest {

  private static final String SECRET = "it's a $ecret";
  private static final String ENCODED =
      Base64.getEncoder().encodeToString(SECRET.getBytes(StandardCharsets.UTF_8));

  /** Prints both, and stays until it is told to go. */
  private static final String REVEAL =
      "echo \"$PASSWORD\"; cat %s; echo; while [ ! -e $MESOS_SANDBOX/go ]; do sleep 0.05; done";

  /** Prints its file whenever it is told to, and stays until it is told to go. */
  private static final String LISTEN =
      "trap 'cat %s; echo' USR1; echo ready; while [ ! -e $MESOS_SANDBOX/go ]; do sleep 0.05; done";

  @TempDir Path work;

  private final TestMaster master = TestMaster.start();
  private Optional<AgentServer> agent = Optional.empty();

  @AfterEach
  void stop() {
    agent.ifPresent(AgentServer::close);
    master.close();
  }

  private AgentServer start() throws Exception {
    AgentServer started =
        AgentServer.start(
            AgentOptions.of(master.address(), work)
                .withResources(Optional.of("cpus:2;mem:4096;disk:10000;ports:[31000-32000]"))
                .withKillTasksOnClose(true));
    agent = Optional.of(started);
    started.registered().toCompletableFuture().get(10, TimeUnit.SECONDS);
    return started;
  }

  private static Secret secret() {
    return Secret.newBuilder()
        .setType(Secret.Type.VALUE)
        .setValue(Secret.Value.newBuilder().setData(ByteString.copyFromUtf8(SECRET)))
        .build();
  }

  private static TaskInfo with(TaskInfo.Builder task, Secret secret) {
    task.getCommandBuilder()
        .setEnvironment(
            Environment.newBuilder()
                .addVariables(
                    Environment.Variable.newBuilder()
                        .setName("PASSWORD")
                        .setType(Environment.Variable.Type.SECRET)
                        .setSecret(secret)));
    if (!task.getContainer().hasType()) {
      task.getContainerBuilder().setType(ContainerInfo.Type.MESOS);
    }
    task.getContainerBuilder()
        .addVolumes(
            Volume.newBuilder()
                .setMode(Volume.Mode.RO)
                .setContainerPath("key")
                .setSource(
                    Volume.Source.newBuilder()
                        .setType(Volume.Source.Type.SECRET)
                        .setSecret(secret)));
    return task.build();
  }

  private Path sandbox(String task) {
    return work.resolve("slaves/m-S0/frameworks/m-0000/executors")
        .resolve(task)
        .resolve("runs/latest");
  }

  private void awaitPrinted(String task) {
    Awaitility.await()
        .untilAsserted(
            () -> assertThat(sandbox(task).resolve("stdout")).hasContent(SECRET + "\n" + SECRET));
  }

  private void end(String task) throws IOException {
    Files.createFile(sandbox(task).resolve("go"));
    master.await(task, TaskState.TASK_FINISHED);
    assertThat(work.resolve("secrets")).isEmptyDirectory();
  }

  /** What everybody may ask the agent. */
  private static void assertThatNobodySeesIt(AgentServer agent) throws Exception {
    for (String path : List.of("/state", "/containers", "/files/debug", "/metrics")) {
      assertThat(ask(HttpRequest.newBuilder(URI.create(agent.url() + path)).build()))
          .doesNotContain("$ecret", ENCODED);
    }
    for (String call : List.of("GET_STATE", "GET_TASKS", "GET_EXECUTORS", "GET_CONTAINERS")) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(agent.url() + "/api/v1"))
              .header("Content-Type", "application/json")
              .header("Accept", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString("{\"type\":\"" + call + "\"}"))
              .build();
      assertThat(ask(request))
          .contains(call.toLowerCase(Locale.ROOT))
          .doesNotContain("$ecret", ENCODED);
    }
  }

  private static String ask(HttpRequest request) throws IOException, InterruptedException {
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
  }

  @Test
  void aProcessHasThemAsVariablesAndFiles() throws Exception {
    AgentServer started = start();

    master.run(with(Tasks.shell("t", REVEAL.formatted("key")), secret()));

    awaitPrinted("t");
    Path file = sandbox("t").resolve("key").toRealPath();
    assertThat(file).startsWith(work.resolve("secrets").toRealPath());
    assertThat(Files.getAttribute(file, "unix:mode")).isEqualTo(0100400);
    assertThatNobodySeesIt(started);
    end("t");
  }

  @Test
  void aContainerHasThemWhereTheEngineDoesNotTellThem() throws Exception {
    DockerClient engine = TestEngine.require();
    AgentServer started = start();

    master.run(
        with(
            Tasks.docker("t", TestEngine.IMAGE, REVEAL.formatted("/mnt/mesos/sandbox/key")),
            secret()));

    awaitPrinted("t");
    Container container =
        engine
            .listContainersCmd()
            .withLabelFilter(Map.of("io.proffer.work-dir", work.toString()))
            .exec()
            .getFirst();
    var inspected = engine.inspectContainerCmd(container.getId()).exec();
    assertThat(Arrays.toString(inspected.getConfig().getEnv())).doesNotContain("PASSWORD");
    assertThat(inspected.toString()).doesNotContain("$ecret");
    assertThatNobodySeesIt(started);
    end("t");
  }

  @Test
  void theFileOfAProcessIsWrittenAnewAndTheProcessTold() throws Exception {
    start();

    master.run(with(Tasks.shell("t", LISTEN.formatted("key")), secret()));

    refreshed();
  }

  @Test
  void theFileOfAContainerIsWrittenAnewAndTheContainerTold() throws Exception {
    TestEngine.require();
    start();

    master.run(
        with(
            Tasks.docker("t", TestEngine.IMAGE, LISTEN.formatted("/mnt/mesos/sandbox/key")),
            secret()));

    refreshed();
  }

  private void refreshed() throws IOException {
    Path stdout = sandbox("t").resolve("stdout");
    Awaitility.await().untilAsserted(() -> assertThat(stdout).hasContent("ready"));

    refresh("1", "key", "another");

    Awaitility.await().untilAsserted(() -> assertThat(stdout).hasContent("ready\nanother"));
    assertThat(answer("1").problem()).isEmpty();
    refresh("2", "lock", "another");
    assertThat(answer("2").problem().orElseThrow()).contains("'lock'");
    end("t");
  }

  private FileRefresh.Answer answer(String id) {
    return Awaitility.await()
        .until(
            () ->
                master.said(FromAgent.ExecutorMessage.class).stream()
                    .flatMap(m -> FileRefresh.Answer.parse(m.data()).stream())
                    .filter(answer -> answer.id().equals(id))
                    .findFirst(),
            Optional::isPresent)
        .orElseThrow();
  }

  private void refresh(String id, String path, String content) {
    FileRefresh refresh =
        new FileRefresh(
            id,
            new TreeMap<>(Map.of(path, ByteString.copyFromUtf8(content))),
            Optional.of(TaskSignal.SIGUSR1));
    master.say(
        new ToAgent.ExecutorMessage(TestMaster.FRAMEWORK, new ExecutorId("t"), refresh.toBytes()));
  }

  @Test
  void aSecretOfAStoreIsRefusedWithAReason() throws Exception {
    start();
    Secret reference =
        Secret.newBuilder()
            .setType(Secret.Type.REFERENCE)
            .setReference(Secret.Reference.newBuilder().setName("vault/key"))
            .build();

    master.run(with(Tasks.shell("t", "true"), reference));

    assertThat(master.await("t", TaskState.TASK_FAILED).getMessage())
        .contains("'vault/key'")
        .contains("type VALUE");
    assertThat(work.resolve("secrets")).doesNotExist();
  }

  @Test
  void whatTheAgentRemembersIsForItselfAlone() throws Exception {
    start();

    assertThat(Files.getAttribute(work.resolve("meta"), "unix:mode")).isEqualTo(040700);
  }
}

package io.proffer.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.LogConfig;
import io.proffer.agent.runtime.docker.TestEngine;
import io.proffer.agent.sandbox.fetch.Archives;
import io.proffer.agent.sandbox.fetch.FetchSettings;
import io.proffer.agent.sandbox.fetch.WebServer;
import io.proffer.agent.sandbox.gc.CollectionSettings;
import io.proffer.agent.sandbox.logs.LogLimits;
import io.proffer.core.model.TaskId;
import io.proffer.core.protocol.link.ToAgent;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.Protos.TaskStatus.Reason;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an agent does with the files of its tasks, from end to end. */
class SandboxTest {

  private static final long MB = 1 << 20;

  @TempDir Path work;

  private final TestMaster master = TestMaster.start();
  private final WebServer web = new WebServer();
  private Optional<AgentServer> agent = Optional.empty();

  @AfterEach
  void stop() {
    agent.ifPresent(AgentServer::close);
    master.close();
    web.close();
  }

  private AgentServer start(UnaryOperator<SandboxOptions> sandboxes) throws Exception {
    AgentServer started =
        AgentServer.start(
            AgentOptions.of(master.address(), work)
                .withResources(Optional.of("cpus:2;mem:4096;disk:10000;ports:[31000-32000]"))
                .withSandboxes(sandboxes.apply(SandboxOptions.of(work)))
                .withKillTasksOnClose(true));
    agent = Optional.of(started);
    started.registered().toCompletableFuture().get(10, TimeUnit.SECONDS);
    return started;
  }

  private Path sandbox(String task) {
    return work.resolve("slaves/m-S0/frameworks/m-0000/executors")
        .resolve(task)
        .resolve("runs/latest");
  }

  private static TaskInfo with(TaskInfo.Builder task, String uri) {
    task.getCommandBuilder()
        .addUris(CommandInfo.URI.newBuilder().setValue(uri).setExtract(true).setCache(true));
    return task.build();
  }

  @Test
  void aTaskFindsWhatItsUrisName() throws Exception {
    web.serve("/app.tgz", Archives.tarGzip(Archives.harmless()));
    AgentServer started = start(s -> s);

    master.run(with(Tasks.shell("t", "app/run"), web.url("/app.tgz")));

    master.await("t", TaskState.TASK_FINISHED);
    assertThat(sandbox("t").resolve("stdout")).hasContent("fetched");
    assertThat(metrics(started))
        .contains("\"containerizer/fetcher/task_fetches_succeeded\":1.0")
        .contains("\"containerizer/fetcher/task_fetches_failed\":0.0")
        .contains("\"containerizer/fetcher/cache_size_total_bytes\":2.147483648E9");
  }

  private static String metrics(AgentServer agent) throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(agent.url() + "/metrics/snapshot")).build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }

  @Test
  void soDoesOneInAContainer() throws Exception {
    TestEngine.require();
    web.serve("/app.tgz", Archives.tarGzip(Archives.harmless()));
    start(s -> s);

    master.run(
        with(
            Tasks.docker("t", TestEngine.IMAGE, "/mnt/mesos/sandbox/app/run"),
            web.url("/app.tgz")));

    master.await("t", TaskState.TASK_FINISHED);
    assertThat(sandbox("t").resolve("stdout")).hasContent("fetched");
  }

  @Test
  void whatCannotBeFetchedFailsTheTaskAndItsOutputSaysWhy() throws Exception {
    web.on("/gone", e -> e.sendResponseHeaders(404, -1));
    start(s -> s);

    master.run(with(Tasks.shell("t", "true"), web.url("/gone")));

    TaskStatus failed = master.await("t", TaskState.TASK_FAILED);
    assertThat(failed.getReason()).isEqualTo(Reason.REASON_CONTAINER_LAUNCH_FAILED);
    assertThat(failed.getMessage())
        .startsWith("Failed to launch container: Failed to fetch all URIs for container '")
        .endsWith("': '" + web.url("/gone") + "': the server answered with status 404");
    assertThat(sandbox("t").resolve("stderr"))
        .hasContent(
            "Failed to fetch '" + web.url("/gone") + "': the server answered with status 404");
  }

  @Test
  void aTaskThatIsKilledWhileItIsFetchedForEndsAtOnce() throws Exception {
    web.stalled("/stalled");
    start(s -> s);
    TaskInfo task = with(Tasks.shell("t", "true"), web.url("/stalled"));
    master.run(task);
    Awaitility.await().until(() -> web.requests().size() == 1);

    master.say(new ToAgent.KillTask(TestMaster.FRAMEWORK, new TaskId("t"), Optional.empty()));

    assertThat(master.await("t", TaskState.TASK_KILLED).getReason())
        .isEqualTo(Reason.REASON_TASK_KILLED_DURING_LAUNCH);
    assertThat(master.updates("t"))
        .extracting(TaskStatus::getState)
        .containsExactly(TaskState.TASK_KILLED);
  }

  @Test
  void anAgentThatDiesWhileItFetchesHasStartedNothing() throws Exception {
    web.stalled("/stalled");
    AgentServer first = start(s -> s);
    master.run(with(Tasks.shell("t", "true"), web.url("/stalled")));
    Awaitility.await().until(() -> web.requests().size() == 1);

    first.kill();
    agent = Optional.empty();
    start(s -> s);

    assertThat(master.await("t", TaskState.TASK_DROPPED).getReason())
        .isEqualTo(Reason.REASON_AGENT_RESTARTED);
    try (var cached = Files.list(work.resolve("fetch"))) {
      assertThat(cached).isEmpty();
    }
  }

  @Test
  void aStalledServerFailsTheTask() throws Exception {
    web.stalled("/stalled");
    start(
        s -> {
          FetchSettings fetch = s.fetch();
          return s.withFetch(fetch.withTimes(Duration.ofMillis(300), Duration.ofSeconds(10)));
        });

    master.run(with(Tasks.shell("t", "true"), web.url("/stalled")));

    assertThat(master.await("t", TaskState.TASK_FAILED).getMessage())
        .contains("--fetcher-stall-timeout");
  }

  @Test
  void whatATaskPrintsIsBoundedAlsoWhenTheAgentIsRestarted() throws Exception {
    UnaryOperator<SandboxOptions> small = s -> s.withLogs(new LogLimits(MB, 1));
    AgentServer first = start(small);
    master.run(
        Tasks.shell(
                "t",
                "yes | head -c 30000000; while [ ! -e go ]; do sleep 0.02; done;"
                    + " yes | head -c 30000000; echo the end; sleep 1000")
            .build());
    master.await("t", TaskState.TASK_RUNNING);
    Awaitility.await().until(() -> printed("t") <= 2 * MB + 65536 && rotated("t"));

    first.kill();
    start(small);
    Files.createFile(sandbox("t").resolve("go"));

    Awaitility.await()
        .untilAsserted(
            () -> {
              assertThat(printed("t")).isBetween(1L, 2 * MB + 65536);
              assertThat(Files.readString(sandbox("t").resolve("stdout"))).endsWith("the end\n");
            });
  }

  @Test
  void soIsWhatAContainerPrints() throws Exception {
    DockerClient engine = TestEngine.require();
    UnaryOperator<SandboxOptions> small = s -> s.withLogs(new LogLimits(MB, 1));
    AgentServer first = start(small);
    // More than the engine keeps, but not before it has told the agent of it.
    String flood =
        "i=0; while [ $i -lt %d ]; do i=$((i+1)); echo line-$i-$PADDING;"
            + " [ $((i %% 200)) -ne 0 ] || sleep 0.05; done";
    TaskInfo.Builder task =
        Tasks.docker(
            "t",
            TestEngine.IMAGE,
            "PADDING="
                + "x".repeat(1000)
                + "; "
                + flood.formatted(5000)
                + "; while [ ! -e $MESOS_SANDBOX/go ]; do sleep 0.02; done; "
                + flood.formatted(200)
                + "; echo the end; sleep 1000");
    master.run(task.build());
    master.await("t", TaskState.TASK_RUNNING);
    Duration patience = Duration.ofSeconds(30); // it prints as fast as the engine tells it
    Awaitility.await()
        .atMost(patience)
        .untilAsserted(
            () -> {
              assertThat(lastLine("t")).startsWith("line-5000-");
              assertThat(rotated("t")).as("rotated, of %d bytes", printed("t")).isTrue();
            });

    first.kill();
    start(small);
    Files.createFile(sandbox("t").resolve("go"));

    Awaitility.await()
        .atMost(patience)
        .untilAsserted(() -> assertThat(lastLine("t")).isEqualTo("the end"));
    assertThat(printed("t")).isLessThanOrEqualTo(2 * MB + (128 << 10));
    List<String> kept = new ArrayList<>(Files.readAllLines(sandbox("t").resolve("stdout.1")));
    kept.addAll(Files.readAllLines(sandbox("t").resolve("stdout")));
    List<String> numbers =
        kept.stream().filter(l -> l.startsWith("line-")).map(l -> l.split("-", -1)[1]).toList();
    int beforeRestart = numbers.indexOf("5000");
    assertThat(numbers.get(beforeRestart + 1)).as("nothing twice, nothing left out").isEqualTo("1");
    assertThat(numbers).hasSize(beforeRestart + 201);
    Container container =
        engine
            .listContainersCmd()
            .withLabelFilter(Map.of("io.proffer.work-dir", work.toString()))
            .exec()
            .getFirst();
    LogConfig log =
        engine.inspectContainerCmd(container.getId()).exec().getHostConfig().getLogConfig();
    assertThat(log.getConfig()).containsEntry("max-size", MB + "b");
  }

  private String lastLine(String task) throws IOException {
    List<String> lines = Files.readAllLines(sandbox(task).resolve("stdout"));
    return lines.isEmpty() ? "" : lines.getLast();
  }

  private boolean rotated(String task) {
    return Files.exists(sandbox(task).resolve("stdout.1"));
  }

  private long printed(String task) throws IOException {
    Path past = sandbox(task).resolve("stdout.1");
    return Files.size(sandbox(task).resolve("stdout"))
        + (Files.exists(past) ? Files.size(past) : 0);
  }

  @Test
  void sandboxesGoWhenTheirTimeIsOver() throws Exception {
    AgentServer started =
        start(
            s ->
                s.withCollection(
                    new CollectionSettings(Duration.ZERO, 0.1, Duration.ofMillis(100))));
    master.run(Tasks.shell("runs", "sleep 1000").build());
    master.await("runs", TaskState.TASK_RUNNING);
    master.run(Tasks.shell("ends", "true").build());
    master.await("ends", TaskState.TASK_FINISHED);

    Path gone = work.resolve("slaves/m-S0/frameworks/m-0000/executors/ends");
    Awaitility.await().untilAsserted(() -> assertThat(gone).doesNotExist());

    assertThat(sandbox("runs").resolve("stdout")).exists();
    Awaitility.await()
        .untilAsserted(
            () -> assertThat(metrics(started)).contains("\"gc/path_removals_succeeded\":1.0"));
  }
}

package io.proffer.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.proffer.agent.sandbox.FileAccess;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.mesos.v1.Protos.TaskState;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An agent that shows its log and the sandbox of one task, and no other. */
class FileAccessTest {

  private static final String RUNS =
      "/frameworks/" + TestMaster.FRAMEWORK + "/executors/%s/runs/latest";
  private static final TestMaster MASTER = TestMaster.start();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private static AgentServer agent;

  @BeforeAll
  static void start(@TempDir Path work) throws Exception {
    Path log = Files.writeString(work.resolve("agent.log"), "it started\n");
    FileAccess access =
        (principal, subject) ->
            switch (subject) {
              case FileAccess.Subject.AgentLog s -> true;
              case FileAccess.Subject.Sandbox s -> s.executor().value().equals("open");
            };
    agent =
        AgentServer.start(
            AgentOptions.of(MASTER.address(), work)
                .withResources(Optional.of("cpus:2;mem:4096"))
                .withDocker(Optional.empty())
                .withKillTasksOnClose(true)
                .withLog(Optional.of(log)),
            AgentSurroundings.real().withFiles(access));
    agent.registered().toCompletableFuture().get(10, TimeUnit.SECONDS);
    for (String task : new String[] {"open", "shut"}) {
      MASTER.run(Tasks.shell(task, "echo of " + task).build());
      MASTER.await(task, TaskState.TASK_FINISHED);
    }
  }

  @AfterAll
  static void stop() {
    agent.close();
    MASTER.close();
  }

  private static HttpResponse<String> get(String what, String path) throws Exception {
    return send(
        HttpRequest.newBuilder(
            URI.create(
                agent.url()
                    + "/files/"
                    + what
                    + "?offset=0&path="
                    + URLEncoder.encode(path, StandardCharsets.UTF_8))));
  }

  private static HttpResponse<String> call(String call, String path) throws Exception {
    return send(
        HttpRequest.newBuilder(URI.create(agent.url() + "/api/v1"))
            .header("Content-Type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "{\"type\":\"%s\",\"%s\":{\"path\":\"%s\",\"offset\":0}}"
                        .formatted(call, call.toLowerCase(java.util.Locale.ROOT), path))));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"browse", "read", "download"})
  void aSandboxIsShownToWhoMaySeeIt(String what) throws Exception {
    assertThat(get(what, RUNS.formatted("open") + "/stdout").statusCode()).isEqualTo(200);

    HttpResponse<String> denied = get(what, RUNS.formatted("shut") + "/stdout");
    assertThat(denied.statusCode()).isEqualTo(403);
    assertThat(denied.body())
        .isEqualTo("You are not authorized to read '" + RUNS.formatted("shut") + "/stdout'.\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"LIST_FILES", "READ_FILE"})
  void soItIsByTheOperatorApi(String call) throws Exception {
    assertThat(call(call, RUNS.formatted("open") + "/stdout").statusCode()).isEqualTo(200);
    assertThat(call(call, RUNS.formatted("shut") + "/stdout").statusCode()).isEqualTo(403);
    assertThat(call(call, RUNS.formatted("shut") + "/nothing").statusCode()).isEqualTo(403);
  }

  @Test
  void theLogIsAFileLikeAnyOther() throws Exception {
    assertThat(get("read", "/slave/log").body())
        .isEqualTo("{\"offset\":0,\"data\":\"it started\\n\",\"next\":11}");
    assertThat(get("download", "/slave/log").body()).isEqualTo("it started\n");
    assertThat(call("READ_FILE", "/slave/log").body()).contains("\"size\":11");
    assertThat(get("debug", "").body()).contains("\"/slave/log\":");
    assertThat(send(HttpRequest.newBuilder(URI.create(agent.url() + "/state"))).body())
        .as("by which Mesos' web UI knows that there is one")
        .contains("\"external_log_file\":\"/");
  }

  @Test
  void anOffsetBehindTheEndFindsNothing() throws Exception {
    HttpResponse<String> answer =
        send(
            HttpRequest.newBuilder(
                URI.create(
                    agent.url() + "/files/read?path=/slave/log&offset=9223372036854775807")));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("\"data\":\"\"");
  }
}

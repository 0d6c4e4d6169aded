package io.proffer.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.proffer.core.protocol.MediaType;
import io.proffer.core.protocol.link.FromAgent;
import io.proffer.core.protocol.link.ToAgent;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.agent.Protos.Response;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One agent with a task that runs, one that has ended, and one of a group; asked in every way. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AgentHttpTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http = HttpClient.newHttpClient();
  private final TestMaster master = TestMaster.start();
  private Path work;
  private AgentServer agent;
  private String sandbox;

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    work = directory;
    agent =
        AgentServer.start(
            AgentOptions.of(master.address(), work)
                .withResources(Optional.of("cpus:2;mem:4096;disk:10000;ports:[31000-32000]"))
                .withAttributes(Optional.of("rack:r1;n:3;slots:[1-5]"))
                .withKillTasksOnClose(true));
    agent.registered().toCompletableFuture().get(10, TimeUnit.SECONDS);
    master.run(task("ended", "echo grüße; exit 3"));
    master.run(task("running", "echo hello; echo secret > s; ln -s /etc out; sleep 1000"));
    master.await("ended", TaskState.TASK_FAILED);
    master.await("running", TaskState.TASK_RUNNING);
    Awaitility.await()
        .until(() -> json("/state").at("/frameworks/0/completed_executors").size() == 1);
    JsonNode executor = json("/state").at("/frameworks/0/executors/0");
    sandbox = executor.path("directory").asText();
    Awaitility.await().until(() -> Files.exists(Path.of(sandbox, "out")));
  }

  @AfterAll
  void stop() {
    agent.close();
    master.close();
  }

  private static TaskInfo task(String id, String command) {
    return Tasks.shell(id, command).build();
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return http.send(
        request.timeout(Duration.ofSeconds(10)).build(), HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(URI.create(agent.url() + path)));
  }

  private JsonNode json(String path) throws IOException, InterruptedException {
    HttpResponse<String> response = get(path);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return JSON.readTree(response.body());
  }

  private HttpResponse<String> call(String json) throws IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(URI.create(agent.url() + "/api/v1"))
            .header("Content-Type", "application/json")
            .header("Accept", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json)));
  }

  private JsonNode answer(String type) throws IOException, InterruptedException {
    HttpResponse<String> response = call("{\"type\":\"" + type + "\"}");
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    JsonNode answer = JSON.readTree(response.body());
    assertThat(answer.path("type").asText()).isEqualTo(type);
    return answer;
  }

  @ParameterizedTest
  @ValueSource(strings = {"/state", "/slave(1)/state", "/slave(1)/state.json", "/state/"})
  void theStateHasManyNames(String path) throws Exception {
    JsonNode state = json(path);

    assertThat(state.path("id").asText()).isEqualTo(TestMaster.AGENT.value());
    assertThat(state.path("pid").asText()).isEqualTo("slave(1)@" + agent.address());
    assertThat(state.at("/resources/cpus").asDouble()).isEqualTo(2.0);
    assertThat(state.at("/resources/ports").asText()).isEqualTo("[31000-32000]");
    assertThat(state.at("/attributes/rack").asText()).isEqualTo("r1");
    assertThat(state.at("/attributes/slots").asText()).isEqualTo("[1-5]");
    assertThat(state.at("/unreserved_resources_allocated/cpus").asDouble()).isEqualTo(0.1);
    assertThat(state.at("/flags/resources").asText()).startsWith("cpus:2");
    assertThat(state.at("/frameworks/0/executors/0/tasks/0/state").asText())
        .isEqualTo("TASK_RUNNING");
    assertThat(state.at("/frameworks/0/completed_executors/0/completed_tasks/0/id").asText())
        .isEqualTo("ended");
  }

  /** As in Mesos; the Python client pymesos posts its operator calls to such a path. */
  @Test
  void whatLiesUnderAnEndpointIsAnsweredByIt() throws Exception {
    HttpResponse<String> answer =
        send(
            HttpRequest.newBuilder(URI.create(agent.url() + "/api/v1/operator"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"type\":\"GET_HEALTH\"}")));

    assertThat(JSON.readTree(answer.body()).path("type").asText()).isEqualTo("GET_HEALTH");
  }

  @Test
  void aScriptIsWrappedForThoseWhoAsk() throws Exception {
    assertThat(get("/version?jsonp=f").body()).startsWith("f({").endsWith("});");
  }

  @Test
  void itIsHealthyWithoutAWord() throws Exception {
    assertThat(get("/health").statusCode()).isEqualTo(200);
    assertThat(get("/slave(1)/health").body()).isEmpty();
  }

  @Test
  void whatItMeasuresIsThereUnderMesosNamesAndForPrometheus() throws Exception {
    JsonNode metrics = json("/metrics/snapshot");

    assertThat(metrics.path("slave/tasks_running").asDouble()).isEqualTo(1.0);
    assertThat(metrics.path("slave/tasks_failed").asDouble()).isEqualTo(1.0);
    assertThat(metrics.path("slave/cpus_used").asDouble()).isEqualTo(0.1);
    assertThat(metrics.path("slave/registered").asDouble()).isEqualTo(1.0);
    assertThat(get("/metrics").body())
        .contains("proffer_agent_tasks_accepted_total 2.0", "proffer_agent_registered 1.0");
  }

  @Test
  void containersAreListedWithWhatTheyUse() throws Exception {
    JsonNode container = json("/containers").path(0);

    assertThat(container.path("executor_id").asText()).isEqualTo("running");
    assertThat(container.at("/statistics/cpus_limit").asDouble()).isEqualTo(0.1);
    assertThat(container.at("/statistics/mem_limit_bytes").asLong()).isEqualTo(32L << 20);
    assertThat(container.at("/status/executor_pid").asLong()).isPositive();
    assertThat(json("/monitor/statistics").path(0).path("source").asText()).isEqualTo("running");
  }

  @Test
  void whatAContainerUsesIsMeasuredUnderMesosNamesAndForPrometheus() throws Exception {
    JsonNode statistics = json("/monitor/statistics").at("/0/statistics");
    assertThat(statistics.has("cpus_user_time_secs")).isTrue();
    assertThat(statistics.path("cpus_soft_limit").asDouble()).isEqualTo(0.1);
    assertThat(statistics.path("mem_total_bytes").asLong()).isPositive();
    assertThat(statistics.path("processes").asInt()).isPositive();
    assertThat(statistics.path("threads").asInt()).isPositive();
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(json("/containers").at("/0/statistics/disk_used_bytes").asLong())
                    .isPositive());
    assertThat(
            answer("GET_CONTAINERS")
                .at("/get_containers/containers/0/resource_statistics/processes")
                .asInt())
        .isPositive();
    assertThat(get("/metrics").body())
        .containsPattern("proffer_container_memory_bytes\\{.*executor_id=\"running\"")
        .containsPattern("proffer_container_oom_kills_total\\{.*\\} 0\\.0")
        .contains("proffer_containers_left_out 0.0");
  }

  @Test
  void theLastHourOfAContainerAndOfAllOfThemIsRemembered() throws Exception {
    String framework = json("/monitor/statistics").path(0).path("framework_id").asText();
    Awaitility.await()
        .atMost(Duration.ofSeconds(25))
        .untilAsserted(
            () ->
                assertThat(
                        json("/monitor/history?framework=" + framework + "&task=running")
                            .at("/mem/0")
                            .asDouble())
                    .isPositive());
    JsonNode all = json("/monitor/history");
    assertThat(all.path("every").asInt()).isEqualTo(15);
    assertThat(all.path("since").asLong()).isPositive();
    assertThat(all.path("cpusHeld").get(all.path("at").size() - 1).asDouble()).isEqualTo(0.1);
    assertThat(json("/monitor/history?framework=" + framework + "&task=no&executor=no").path("at"))
        .isEmpty();
    assertThat(get("/monitor/history?framework=" + framework).statusCode()).isEqualTo(400);
  }

  @Test
  void theAnswerToAPingSaysWhatIsReallyUsed() {
    Awaitility.await()
        .atMost(Duration.ofSeconds(25))
        .pollInterval(Duration.ofMillis(250))
        .untilAsserted(
            () -> {
              master.say(new ToAgent.Ping(1, true));
              assertThat(master.said(FromAgent.Pong.class))
                  .flatExtracting(pong -> pong.use().stream().toList())
                  .anySatisfy(
                      use -> {
                        assertThat(use.memBytes().orElse(0)).isPositive();
                        assertThat(use.cpusMillis()).isPresent();
                      });
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET_HEALTH",
        "GET_FLAGS",
        "GET_VERSION",
        "GET_LOGGING_LEVEL",
        "GET_OPERATIONS",
        "GET_RESOURCE_PROVIDERS"
      })
  void theOperatorApiAnswersWhatItIs(String type) throws Exception {
    assertThat(answer(type).has(type.toLowerCase(java.util.Locale.ROOT))).isTrue();
  }

  @Test
  void theOperatorApiTellsWhatItRunsAndRan() throws Exception {
    assertThat(answer("GET_AGENT").at("/get_agent/agent_info/id/value").asText())
        .isEqualTo(TestMaster.AGENT.value());
    JsonNode tasks = answer("GET_TASKS").path("get_tasks");
    assertThat(tasks.at("/launched_tasks/0/name").asText()).isEqualTo("running");
    assertThat(tasks.at("/launched_tasks/0/resources/0/allocation_info/role").asText())
        .isEqualTo("*");
    assertThat(tasks.at("/completed_tasks/0/statuses")).hasSize(3);
    assertThat(answer("GET_EXECUTORS").at("/get_executors/executors")).hasSize(1);
    assertThat(answer("GET_FRAMEWORKS").at("/get_frameworks/frameworks")).hasSize(1);
    assertThat(answer("GET_STATE").at("/get_state/get_executors/completed_executors")).hasSize(1);
    assertThat(answer("GET_CONTAINERS").at("/get_containers/containers")).hasSize(1);
  }

  @Test
  void theOperatorApiSpeaksProtobuf() throws Exception {
    HttpResponse<byte[]> response =
        http.send(
            HttpRequest.newBuilder(URI.create(agent.url() + "/api/v1"))
                .header("Content-Type", "application/x-protobuf")
                .header("Accept", "application/x-protobuf")
                .POST(
                    HttpRequest.BodyPublishers.ofByteArray(
                        org.apache.mesos.v1.agent.Protos.Call.newBuilder()
                            .setType(org.apache.mesos.v1.agent.Protos.Call.Type.GET_HEALTH)
                            .build()
                            .toByteArray()))
                .build(),
            HttpResponse.BodyHandlers.ofByteArray());

    assertThat(response.headers().firstValue("content-type")).contains("application/x-protobuf");
    assertThat(
            MediaType.PROTOBUF
                .read(response.body(), Response.getDefaultInstance())
                .getGetHealth()
                .getHealthy())
        .isTrue();
  }

  @Test
  void badCallsAreRefusedForTheirReason() throws Exception {
    assertThat(get("/api/v1").statusCode()).isEqualTo(405);
    assertThat(call("{not json").statusCode()).isEqualTo(400);
    assertThat(call("{}").body()).contains("Expecting 'type' to be present");
    assertThat(call("{\"type\":\"GET_METRICS\"}").body())
        .isEqualTo("Failed to validate agent::Call: Expecting 'get_metrics' to be present");
    assertThat(call("{\"type\":\"GET_METRICS\",\"get_metrics\":{}}").statusCode()).isEqualTo(200);
    assertThat(call("{\"type\":\"MARK_RESOURCE_PROVIDER_GONE\"}").statusCode()).isEqualTo(400);
    assertThat(
            call("""
            {"type": "ADD_RESOURCE_PROVIDER_CONFIG",
             "add_resource_provider_config": {"info": {"type": "org.a", "name": "n"}}}
            """)
                .statusCode())
        .isEqualTo(501);
    assertThat(get("/nothing/here").statusCode()).isEqualTo(404);
    assertThat(get("/state.json").statusCode()).as("as in Mesos").isEqualTo(404);
  }

  @Test
  void aBodyOverTheLimitIs413() throws Exception {
    HttpResponse<String> response = call("\"" + "x".repeat(9 << 20) + "\"");

    assertThat(response.statusCode()).as(response.body()).isEqualTo(413);
    assertThat(response.body()).isEqualTo("The body is larger than the limit of 8388608 bytes");
  }

  @Test
  void itClaimsNothingItCannotDo() throws Exception {
    assertThat(json("/state").path("capabilities"))
        .extracting(JsonNode::asText)
        .containsExactly(
            "MULTI_ROLE",
            "HIERARCHICAL_ROLE",
            "RESERVATION_REFINEMENT",
            "RESIZE_VOLUME",
            "RESOURCE_PROVIDER",
            "AGENT_OPERATION_FEEDBACK",
            "AGENT_DRAINING",
            "TASK_RESOURCE_LIMITS");
  }

  @Test
  void aFileCannotBringAHeaderOfItsOwn() throws Exception {
    Files.writeString(Path.of(sandbox, "a\r\nSet-Cookie: b"), "x");

    HttpResponse<String> download = files("download", sandbox + "/a\r\nSet-Cookie: b", "");

    assertThat(download.body()).isEqualTo("x");
    assertThat(download.headers().firstValue("set-cookie")).isEmpty();
    assertThat(download.headers().firstValue("content-disposition"))
        .contains("attachment; filename=a__Set-Cookie__b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "application/octet-stream"})
  void anUnknownContentTypeIs415(String type) throws Exception {
    HttpResponse<String> response =
        send(
            HttpRequest.newBuilder(URI.create(agent.url() + "/api/v1"))
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString("{\"type\":\"GET_HEALTH\"}")));

    assertThat(response.statusCode()).isEqualTo(415);
  }

  @Test
  void anAcceptThatCannotBeMetIs406() throws Exception {
    HttpResponse<String> response =
        send(
            HttpRequest.newBuilder(URI.create(agent.url() + "/api/v1"))
                .header("Content-Type", "application/json")
                .header("Accept", "text/html")
                .POST(HttpRequest.BodyPublishers.ofString("{\"type\":\"GET_HEALTH\"}")));

    assertThat(response.statusCode()).isEqualTo(406);
  }

  private HttpResponse<String> files(String what, String path, String more) throws Exception {
    return get(
        "/files/" + what + "?path=" + URLEncoder.encode(path, StandardCharsets.UTF_8) + more);
  }

  @Test
  void aSandboxCanBeBrowsedAndRead() throws Exception {
    JsonNode entries = JSON.readTree(files("browse", sandbox, "").body());
    assertThat(entries.findValuesAsText("path"))
        .contains(sandbox + "/stdout", sandbox + "/stderr", sandbox + "/s");
    assertThat(entries.get(0).path("mode").asText()).hasSize(10);

    JsonNode read = JSON.readTree(files("read.json", sandbox + "/stdout", "&offset=0").body());
    assertThat(read.path("data").asText()).isEqualTo("hello\n");
    JsonNode size = JSON.readTree(files("read", sandbox + "/stdout", "&offset=-1").body());
    assertThat(size.path("offset").asLong()).isEqualTo(6);
    assertThat(size.path("data").asText()).isEmpty();
    HttpResponse<String> download = files("download", sandbox + "/stdout", "");
    assertThat(download.body()).isEqualTo("hello\n");
    assertThat(download.headers().firstValue("content-disposition"))
        .contains("attachment; filename=stdout");
  }

  @Test
  void aCharacterIsNotCutInTwo() throws Exception {
    String stdout =
        json("/state").at("/frameworks/0/completed_executors/0/directory").asText() + "/stdout";

    JsonNode part = JSON.readTree(files("read", stdout, "&offset=0&length=3").body());

    assertThat(part.path("data").asText()).isEqualTo("gr");
    assertThat(part.path("next").asLong()).isEqualTo(2);
  }

  @Test
  void ofWhatIsNoTextNothingIsSkippedAndTheDownloadIsTheFile() throws Exception {
    byte[] noise = new byte[150_000];
    new Random(20261122).nextBytes(noise);
    Path file = Path.of(sandbox, "noise");
    Files.write(file, noise);

    StringBuilder read = new StringBuilder();
    long offset = 0;
    JsonNode page;
    do {
      page = JSON.readTree(files("read", file.toString(), "&offset=" + offset).body());
      assertThat(page.path("offset").asLong()).isEqualTo(offset);
      read.append(page.path("data").asText());
      offset = page.path("next").asLong();
    } while (!page.path("data").asText().isEmpty());

    assertThat(offset).isGreaterThan(noise.length - 4);
    assertThat(new String(noise, StandardCharsets.UTF_8)).startsWith(read);
    HttpRequest download =
        HttpRequest.newBuilder(URI.create(agent.url() + "/files/download?path=" + file)).build();
    assertThat(http.send(download, HttpResponse.BodyHandlers.ofByteArray()).body())
        .isEqualTo(noise);
  }

  @Test
  void theVirtualPathOfMesosLeadsToTheLatestRun() throws Exception {
    String path = "/frameworks/" + TestMaster.FRAMEWORK + "/executors/running/runs/latest/stdout";

    assertThat(files("download", path, "").body()).isEqualTo("hello\n");
    assertThat(json("/files/debug").path(sandbox).asText()).isEqualTo(sandbox);
  }

  @Test
  void nothingOutsideASandboxCanBeReached() throws Exception {
    assertThat(files("read", "/etc/passwd", "&offset=0").statusCode()).isEqualTo(404);
    assertThat(files("download", work + "/meta/agent.journal", "").statusCode()).isEqualTo(404);
    assertThat(files("browse", work.toString(), "").statusCode()).isEqualTo(404);
    assertThat(
            files("download", sandbox + "/../../../../../../../../../etc/passwd", "").statusCode())
        .isEqualTo(404);
    assertThat(files("read", sandbox + "/out/passwd", "&offset=0").statusCode()).isEqualTo(400);
    assertThat(files("read", sandbox + "/nothing", "&offset=0").statusCode()).isEqualTo(404);
    assertThat(files("read", sandbox, "&offset=0").body()).contains("Cannot read a directory");
    assertThat(files("read", sandbox + "/stdout", "&offset=x").statusCode()).isEqualTo(400);
    assertThat(get("/files/read").body()).contains("Expecting 'path=value' in query");
  }

  @Test
  void filesCanBeReadThroughTheOperatorApi() throws Exception {
    JsonNode list =
        JSON.readTree(
            call("{\"type\":\"LIST_FILES\",\"list_files\":{\"path\":\"" + sandbox + "\"}}").body());
    assertThat(list.at("/list_files/file_infos").findValuesAsText("path"))
        .contains(sandbox + "/stdout");

    JsonNode read =
        JSON.readTree(
            call("{\"type\":\"READ_FILE\",\"read_file\":{\"path\":\""
                    + sandbox
                    + "/stdout\",\"offset\":1}}")
                .body());
    assertThat(read.at("/read_file/size").asLong()).isEqualTo(6);
    assertThat(read.at("/read_file/data").asText()).isEqualTo("ZWxsbwo=");
  }
}

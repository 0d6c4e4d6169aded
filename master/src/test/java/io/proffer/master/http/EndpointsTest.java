package io.proffer.master.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.proffer.master.MasterOptions;
import io.proffer.master.MasterServer;
import io.proffer.master.RawHttp;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An empty leading master's endpoints, as clients see them. */
class EndpointsTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final byte[] NOTHING = {};

  private static MasterServer master;

  @BeforeAll
  static void start(@TempDir Path workDir) throws Exception {
    master = MasterServer.start(MasterOptions.standalone(workDir));
    master.leading().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  @AfterAll
  static void stop() {
    master.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/health", "/master/health", "/health/"})
  void healthIsAnEmpty200(String path) {
    RawHttp.Answer answer = RawHttp.get(master, path);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body().isEmpty()).isTrue();
    assertThat(answer.head().header("content-type")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/state", "/master/state", "/state.json", "/master/state.json", "/state/?x=y"})
  void stateTellsWhoLeads(String path) throws IOException {
    JsonNode state = json(RawHttp.get(master, path));

    assertThat(state.get("leader").textValue()).isEqualTo("master@" + master.address());
    assertThat(state.get("leader_info").get("port").isInt()).isTrue();
    assertThat(state.get("activated_slaves").isDouble()).isTrue();
    assertThat(state.get("frameworks").isArray()).isTrue();
    assertThat(state.get("slaves").isEmpty()).isTrue();
    assertThat(state.get("flags").get("port").textValue())
        .isEqualTo(master.address().split(":", 2)[1]);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/slaves               | {\"slaves\":[],\"recovered_slaves\":[]}",
        "/frameworks           | {\"frameworks\":[],\"completed_frameworks\":[],\"unregistered_frameworks\":[]}",
        "/tasks                | {\"tasks\":[]}",
        "/roles                | {\"roles\":[]}",
        "/quota                | {}",
        "/weights              | []",
        "/maintenance/schedule | {}",
        "/maintenance/status   | {}",
      })
  void anEmptyMasterAnswersAsMesosDoes(String path, String body) {
    RawHttp.Answer answer = RawHttp.get(master, path);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text()).isEqualTo(body);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET_HEALTH | {\"type\":\"GET_HEALTH\",\"get_health\":{\"healthy\":true}}",
        "GET_AGENTS | {\"type\":\"GET_AGENTS\",\"get_agents\":{\"agents\":[],\"recovered_agents\":[]}}",
        "GET_EXECUTORS | {\"type\":\"GET_EXECUTORS\",\"get_executors\":{\"executors\":[]}}",
        "GET_OPERATIONS | {\"type\":\"GET_OPERATIONS\",\"get_operations\":{}}",
        "GET_ROLES | {\"type\":\"GET_ROLES\",\"get_roles\":{}}",
        "GET_WEIGHTS | {\"type\":\"GET_WEIGHTS\"}",
        "GET_QUOTA | {\"type\":\"GET_QUOTA\",\"get_quota\":{\"status\":{}}}",
        "GET_LOGGING_LEVEL | {\"type\":\"GET_LOGGING_LEVEL\",\"get_logging_level\":{\"level\":0}}",
        "GET_MAINTENANCE_STATUS | {\"type\":\"GET_MAINTENANCE_STATUS\",\"get_maintenance_status\":{\"status\":{}}}",
        "GET_MAINTENANCE_SCHEDULE | {\"type\":\"GET_MAINTENANCE_SCHEDULE\",\"get_maintenance_schedule\":{\"schedule\":{}}}",
      })
  void theOperatorApiOfAnEmptyMasterAnswersAsMesosDoes(String type, String body) {
    assertThat(RawHttp.postJson(master, "/api/v1", "{\"type\":\"" + type + "\"}").text())
        .isEqualTo(body);
  }

  @Test
  void metricsAreToldInBothWays() throws IOException {
    assertThat(RawHttp.get(master, "/metrics").text())
        .contains("proffer_master_decisions_total")
        .contains("jvm_memory_used_bytes");
    assertThat(json(RawHttp.get(master, "/metrics/snapshot")).get("master/elected").doubleValue())
        .isEqualTo(1);
    assertThat(
            RawHttp.postJson(
                    master,
                    "/api/v1",
                    "{\"type\":\"GET_METRICS\",\"get_metrics\":{\"timeout\":{\"nanoseconds\":1}}}")
                .text())
        .contains("master/uptime_secs");
    assertThat(RawHttp.postJson(master, "/api/v1", "{\"type\":\"GET_METRICS\"}").text())
        .as("kinder than Mesos")
        .contains("master/uptime_secs");
  }

  @Test
  void redirectPointsToTheLeaderEvenForAnAbsoluteRequestLine() {
    for (String target : List.of("/redirect", master.url() + "/redirect", "/master/redirect")) {
      RawHttp.Answer answer = RawHttp.get(master, target);

      assertThat(answer.status()).isEqualTo(307);
      assertThat(answer.head().header("location")).contains("//" + master.address());
    }
  }

  @Test
  void aScriptGetsItsJsonInACall() {
    RawHttp.Answer answer = RawHttp.get(master, "/tasks?jsonp=callback");

    assertThat(answer.text()).isEqualTo("callback({\"tasks\":[]});");
    assertThat(answer.head().header("content-type").orElse("")).startsWith("text/javascript");
  }

  @Test
  void bodiesAreCompressedOnlyForWhoAsks() throws IOException {
    RawHttp.Answer compressed =
        RawHttp.ask(master, "GET", "/state", List.of("Accept-Encoding: br, gzip;q=0.8"), NOTHING);
    RawHttp.Answer plain =
        RawHttp.ask(master, "GET", "/state", List.of("Accept-Encoding: gzip;q=0"), NOTHING);

    assertThat(compressed.head().header("content-encoding")).contains("gzip");
    assertThat(plain.head().header("content-encoding")).isEmpty();
    try (GZIPInputStream gunzip =
        new GZIPInputStream(new ByteArrayInputStream(compressed.body().toByteArray()))) {
      assertThat(new String(gunzip.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo(plain.text());
    }
  }

  /**
   * As in Mesos; the Python client pymesos posts its operator calls to a path that has no handler.
   */
  @ParameterizedTest
  @ValueSource(strings = {"/api/v1/operator", "/master/api/v1/operator", "/api/v1/a/b"})
  void whatLiesUnderAnEndpointIsAnsweredByIt(String path) throws IOException {
    RawHttp.Answer answer = RawHttp.postJson(master, path, "{\"type\":\"GET_VERSION\"}");

    assertThat(json(answer).get("type").textValue()).isEqualTo("GET_VERSION");
  }

  @Test
  void whatIsNotThereIs404AndSaysWhereToLook() {
    RawHttp.Answer answer = RawHttp.get(master, "/no/such");

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.text()).contains("/no/such");
  }

  @Test
  void theRootNamesTheEndpoints() {
    assertThat(RawHttp.get(master, "/").text()).contains("/api/v1/scheduler").contains("/state");
  }

  @ParameterizedTest
  @CsvSource({"/tasks?limit=x", "/tasks?offset=-"})
  void aPageThatIsNoNumberIs400(String target) {
    assertThat(RawHttp.get(master, target).status()).isEqualTo(400);
  }

  @Test
  void whatAnOperatorWantsToReserveIsRead() throws IOException {
    String resources =
        "[{\"name\":\"disk\",\"type\":\"SCALAR\",\"scalar\":{\"value\":1},"
            + "\"reservations\":[{\"type\":\"DYNAMIC\",\"role\":\"r1\"}]}]";
    byte[] form =
        ("slaveId=nobody&resources=" + URLEncoder.encode(resources, StandardCharsets.UTF_8))
            .getBytes(StandardCharsets.UTF_8);

    RawHttp.Answer answer = RawHttp.ask(master, "POST", "/master/reserve", List.of(), form);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text()).isEqualTo("No agent found with specified ID");
    assertThat(RawHttp.ask(master, "POST", "/unreserve", List.of(), NOTHING).text())
        .isEqualTo("Missing 'slaveId' query parameter");
  }

  private static JsonNode json(RawHttp.Answer answer) throws IOException {
    assertThat(answer.status()).isEqualTo(200);
    return JSON.readTree(answer.body().toByteArray());
  }
}

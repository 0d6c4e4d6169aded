package io.proffer.master.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.proffer.master.MasterOptions;
import io.proffer.master.MasterServer;
import io.proffer.master.RawHttp;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The checks of a call that need no state, in their order, as clients see them. */
class RequestChecksTest {

  private static final String SCHEDULER = "/api/v1/scheduler";
  private static final String OPERATOR = "/api/v1";
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
  @ValueSource(strings = {SCHEDULER, OPERATOR})
  void anotherMethodThanPostIs405AndSaysWhichIsAllowed(String api) {
    RawHttp.Answer answer = RawHttp.get(master, api);

    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.head().header("allow")).contains("POST");
  }

  @ParameterizedTest
  @ValueSource(strings = {SCHEDULER, OPERATOR})
  void aCallWithoutContentTypeIs400(String api) {
    RawHttp.Answer answer = post(api, List.of(), "{}");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text()).isEqualTo("Expecting 'Content-Type' to be present");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"text/plain", "application/xml", "application/octet-stream", "no media type"})
  void anyOtherContentTypeIs415(String type) {
    RawHttp.Answer answer = post(SCHEDULER, List.of("Content-Type: " + type), "{}");

    assertThat(answer.status()).isEqualTo(415);
    assertThat(answer.text()).contains("application/json").contains(type);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"application/json; charset=utf-8", "Application/JSON", "application/json;x=y"})
  void parametersAndLetterCaseOfTheContentTypeDoNotMatter(String type) {
    RawHttp.Answer answer =
        post(OPERATOR, List.of("Content-Type: " + type), "{\"type\":\"GET_HEALTH\"}");

    assertThat(answer.status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"type\":            | Failed to parse body into JSON",
        "[]                    | Failed to parse body into JSON",
        "{\"type\":\"REVIVE\"} x | Failed to parse body into JSON",
        "{\"type\":\"SUBSCRIBE\",\"subscribe\":{\"framework_info\":{\"name\":\"n\"}}} | user",
      })
  void malformedJsonIs400AndSaysWhere(String json, String message) {
    RawHttp.Answer answer = RawHttp.postJson(master, SCHEDULER, json);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text()).contains(message);
  }

  @Test
  void malformedProtobufIs400() {
    RawHttp.Answer answer =
        RawHttp.ask(
            master,
            "POST",
            SCHEDULER,
            List.of("Content-Type: application/x-protobuf"),
            new byte[] {10, 99, 1});

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text()).contains("Failed to parse body into Call protobuf");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}                                           | Expecting 'type' to be present",
        "{\"type\":\"NO_SUCH_TYPE\"}                  | Expecting 'type' to be present",
        "{\"type\":\"SUBSCRIBE\"}                     | Expecting 'subscribe' to be present",
        "{\"type\":\"REVIVE\"}                        | Expecting 'framework_id' to be present",
        "{\"type\":\"TEARDOWN\"}                      | Expecting 'framework_id' to be present",
        "{\"type\":\"ACCEPT\",\"framework_id\":{\"value\":\"f\"}} | Expecting 'accept' to be present",
        "{\"type\":\"KILL\",\"framework_id\":{\"value\":\"f\"}} | Expecting 'kill' to be present",
        "{\"type\":\"DECLINE\",\"framework_id\":{\"value\":\"f\"}} | Expecting 'decline' to be present",
        "{\"type\":\"RECONCILE\",\"framework_id\":{\"value\":\"f\"}} | Expecting 'reconcile' to be present",
        "{\"type\":\"MESSAGE\",\"framework_id\":{\"value\":\"f\"}} | Expecting 'message' to be present",
      })
  void aCallThatLacksSomethingIs400AndSaysWhat(String json, String message) {
    RawHttp.Answer answer = RawHttp.postJson(master, SCHEDULER, json);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text()).isEqualTo("Failed to validate scheduler::Call: " + message);
  }

  @Test
  void anAcknowledgementNeedsAUuidOfSixteenBytes() {
    RawHttp.Answer answer =
        RawHttp.postJson(
            master,
            SCHEDULER,
            "{\"type\":\"ACKNOWLEDGE\",\"framework_id\":{\"value\":\"f\"},\"acknowledge\":"
                + "{\"agent_id\":{\"value\":\"a\"},\"task_id\":{\"value\":\"t\"},\"uuid\":\"c2hvcnQ=\"}}");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text()).contains("Not a valid UUID");
  }

  @Test
  void theCallIsValidatedBeforeItsAcceptHeader() {
    RawHttp.Answer answer =
        post(
            SCHEDULER,
            List.of("Content-Type: application/json", "Accept: text/html"),
            "{\"type\":\"SUBSCRIBE\"}");

    assertThat(answer.status()).isEqualTo(400);
  }

  @Test
  void anAnswerNobodyAcceptsIs406() {
    String subscribe =
        "{\"type\":\"SUBSCRIBE\",\"subscribe\":{\"framework_info\":{\"user\":\"u\",\"name\":\"n\"}}}";
    List<String> headers = List.of("Content-Type: application/json", "Accept: text/html");

    assertThat(post(SCHEDULER, headers, subscribe).status()).isEqualTo(406);
    assertThat(post(OPERATOR, headers, "{\"type\":\"GET_HEALTH\"}").status()).isEqualTo(406);
  }

  @Test
  void aSubscriptionMustNotCarryAStreamId() {
    RawHttp.Answer answer =
        post(
            SCHEDULER,
            List.of("Content-Type: application/json", "Mesos-Stream-Id: some"),
            "{\"type\":\"SUBSCRIBE\",\"subscribe\":{\"framework_info\":{\"user\":\"u\",\"name\":\"n\"}}}");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text()).contains("Mesos-Stream-Id");
  }

  @Test
  void callsOfFeaturesThatAreNotThereYetAre501AndNameThem() {
    RawHttp.Answer answer =
        RawHttp.postJson(
            master,
            OPERATOR,
            "{\"type\":\"SET_LOGGING_LEVEL\",\"set_logging_level\":{\"level\":1,\"duration\":{\"nanoseconds\":1}}}");

    assertThat(answer.status()).isEqualTo(501);
    assertThat(answer.text()).contains("SET_LOGGING_LEVEL").contains("logging level");
  }

  @Test
  void theUnknownTypeIs501() {
    assertThat(RawHttp.postJson(master, OPERATOR, "{\"type\":\"UNKNOWN\"}").status())
        .isEqualTo(501);
  }

  @Test
  void aBodyOverTheLimitIs413BeforeItIsSent() throws IOException {
    try (RawHttp http = RawHttp.connect(master)) {
      http.write(
          ("POST %s HTTP/1.1\r\nHost: m\r\nContent-Type: application/json\r\n"
                  + "Content-Length: 1000000000\r\n\r\n{")
              .formatted(SCHEDULER)
              .getBytes(StandardCharsets.US_ASCII));

      RawHttp.Answer answer = http.answer();
      assertThat(answer.status()).isEqualTo(413);
      assertThat(answer.text()).contains("larger than the limit");
    }
  }

  @Test
  void aBodyThatBreaksOffDisturbsNobody() throws IOException {
    try (RawHttp http = RawHttp.connect(master)) {
      http.write(
          ("POST %s HTTP/1.1\r\nHost: m\r\nContent-Type: application/json\r\n"
                  + "Content-Length: 100\r\n\r\n{\"type\":")
              .formatted(SCHEDULER)
              .getBytes(StandardCharsets.US_ASCII));
    }

    assertThat(RawHttp.get(master, "/health").status()).isEqualTo(200);
  }

  @Test
  void aChunkedBodyIsRead() throws IOException {
    String request =
        """
        POST /api/v1 HTTP/1.1
        Host: m
        Content-Type: application/json
        Transfer-Encoding: chunked

        8
        {"type":
        d
        "GET_HEALTH"}
        0

        """;
    try (RawHttp http = RawHttp.connect(master)) {
      http.write(request.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII));

      assertThat(http.answer().text()).contains("\"healthy\":true");
    }
  }

  @Test
  void pipelinedRequestsAreAnsweredInOrder() throws IOException {
    try (RawHttp http = RawHttp.connect(master)) {
      http.send("GET", "/health", List.of(), NOTHING);
      http.send("GET", "/version", List.of(), NOTHING);
      http.send("GET", "/nope", List.of(), NOTHING);

      assertThat(http.answer().status()).isEqualTo(200);
      assertThat(http.answer().text()).contains("\"version\"");
      assertThat(http.answer().status()).isEqualTo(404);
    }
  }

  @Test
  void protobufInGetsProtobufOutWithABareContentType() throws Exception {
    byte[] call =
        org.apache.mesos.v1.master.Protos.Call.newBuilder()
            .setType(org.apache.mesos.v1.master.Protos.Call.Type.GET_VERSION)
            .build()
            .toByteArray();
    RawHttp.Answer answer =
        RawHttp.ask(
            master,
            "POST",
            OPERATOR,
            List.of("Content-Type: application/x-protobuf", "Accept: application/x-protobuf"),
            call);

    assertThat(answer.head().header("content-type")).contains("application/x-protobuf");
    assertThat(
            org.apache.mesos.v1.master.Protos.Response.parseFrom(answer.body())
                .getGetVersion()
                .getVersionInfo()
                .getVersion())
        .isNotEmpty();
  }

  @Test
  void jsonAnswersHaveABareContentType() {
    assertThat(
            RawHttp.postJson(master, OPERATOR, "{\"type\":\"GET_HEALTH\"}")
                .head()
                .header("content-type"))
        .contains("application/json");
    assertThat(RawHttp.get(master, "/state").head().header("content-type"))
        .contains("application/json");
  }

  private static RawHttp.Answer post(String target, List<String> headers, String body) {
    return RawHttp.ask(master, "POST", target, headers, body.getBytes(StandardCharsets.UTF_8));
  }
}

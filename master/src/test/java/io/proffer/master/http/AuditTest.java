package io.proffer.master.http;

import static org.assertj.core.api.Assertions.assertThat;

import akka.util.ByteString;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.proffer.core.time.ManualTicker;
import io.proffer.master.LinkedAgent;
import io.proffer.master.MasterOptions;
import io.proffer.master.MasterServer;
import io.proffer.master.RawHttp;
import io.proffer.master.http.server.Request;
import io.proffer.master.http.server.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who had what changed through a master is to be read there. */
class AuditTest {

  private static final ObjectMapper JSON = new ObjectMapper();

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

  private static JsonNode entries() throws IOException {
    return JSON.readTree(RawHttp.get(master, "/audit").text()).path("entries");
  }

  private static int call(String json) {
    return RawHttp.postJson(master, "/api/v1", json).status();
  }

  @Test
  void whatAnOperatorHadDoneIsKeptWithWhoItWasAndWhatCameOfIt() throws Exception {
    try (LinkedAgent linked = LinkedAgent.connect(master)) {
      String agent = LinkedAgent.introduce(linked, "cpus:1").value();
      assertThat(
              call(
                  "{\"type\":\"DEACTIVATE_AGENT\",\"deactivate_agent\":{\"agent_id\":{\"value\":\"%s\"}}}"
                      .formatted(agent)))
          .isEqualTo(200);

      JsonNode last = entries().path(0);
      assertThat(last.path("call").asText()).isEqualTo("DEACTIVATE_AGENT");
      assertThat(last.path("target").asText()).isEqualTo(agent);
      assertThat(last.path("status").asInt()).isEqualTo(200);
      assertThat(last.path("message").asText()).isEmpty();
      assertThat(last.path("address").asText()).contains("127.0.0.1");
      assertThat(last.path("time").asText()).startsWith("20");
    }
  }

  @Test
  void whatWasRefusedIsKeptWithTheReason() throws Exception {
    assertThat(
            RawHttp.ask(
                    master,
                    "POST",
                    "/master/teardown",
                    List.of(),
                    "frameworkId=nobody".getBytes(StandardCharsets.UTF_8))
                .status())
        .isEqualTo(400);

    JsonNode last = entries().path(0);
    assertThat(last.path("call").asText()).isEqualTo("POST /teardown");
    assertThat(last.path("target").asText()).isEqualTo("nobody");
    assertThat(last.path("status").asInt()).isEqualTo(400);
    assertThat(last.path("message").asText()).contains("No framework found");
  }

  @Test
  void whatIsChangedBehindTheMasterIsKept() throws Exception {
    RawHttp.ask(master, "DELETE", "/service/marathon/v2/apps//web", List.of(), new byte[0]);

    JsonNode last = entries().path(0);
    assertThat(last.path("call").asText()).isEqualTo("DELETE");
    assertThat(last.path("target").asText()).isEqualTo("marathon/v2/apps//web");
    assertThat(last.path("status").asInt()).isEqualTo(404);
  }

  @Test
  void whatIsAskedUnderAPathThatOnlyLooksHarmlessIsKept() throws Exception {
    RawHttp.postJson(
        master,
        "/api/v1/schedulers",
        "{\"type\":\"REMOVE_QUOTA\",\"remove_quota\":{\"role\":\"r\"}}");
    assertThat(entries().at("/0/call").asText()).isEqualTo("REMOVE_QUOTA");

    for (String path : List.of("marathon/v2/apps/shop/plan", "marathon/v2/proffer/v1/apps/plan")) {
      RawHttp.ask(master, "DELETE", "/service/" + path, List.of(), new byte[0]);
      assertThat(entries().at("/0/target").asText()).isEqualTo(path);
    }
  }

  @Test
  void whatOnlyReadsIsNotKept() throws Exception {
    int before = entries().size();
    assertThat(call("{\"type\":\"GET_AGENTS\"}")).isEqualTo(200);
    RawHttp.postJson(master, "/state", "");
    RawHttp.postJson(master, "/service/marathon/proffer/v1/apps/plan", "{}");
    RawHttp.postJson(master, "/api/v1/scheduler", "{\"type\":\"TEARDOWN\"}");

    assertThat(entries()).hasSize(before);
  }

  @Test
  void aBoundedNumberIsRemembered() throws Exception {
    AuditLog log = new AuditLog(new ManualTicker(Instant.EPOCH));
    Request request =
        new Request(
            "POST",
            "/teardown",
            "/teardown",
            Map.of(),
            List.of(),
            ByteString.emptyByteString(),
            "10.0.0.9",
            Optional.of("ada"));
    for (int i = 0; i < AuditLog.MAX_ENTRIES + 5; i++) {
      log.around(request, new AuditedCall("CALL", "number " + i), r -> Answers.now(Answers.done()));
    }

    JsonNode all = JSON.readTree(text(log.answer(request)));
    assertThat(all.path("entries")).hasSize(AuditLog.MAX_ENTRIES);
    assertThat(all.at("/entries/0/target").asText()).isEqualTo("number 1004");
    assertThat(all.at("/entries/0/principal").asText()).isEqualTo("ada");
  }

  private static String text(Response response) {
    return ((Response.Whole) response.body()).bytes().utf8String();
  }
}

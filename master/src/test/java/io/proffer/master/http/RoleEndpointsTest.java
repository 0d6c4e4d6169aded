package io.proffer.master.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.proffer.master.MasterOptions;
import io.proffer.master.MasterServer;
import io.proffer.master.RawHttp;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Operators say what roles weigh over HTTP, in the old way and in the new one. */
class RoleEndpointsTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private MasterServer master;

  @BeforeEach
  void start(@TempDir Path workDir) throws Exception {
    master = MasterServer.start(MasterOptions.standalone(workDir));
    master.leading().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  @AfterEach
  void stop() {
    master.close();
  }

  private RawHttp.Answer ask(String method, String path, String body) {
    return RawHttp.ask(master, method, path, List.of(), body.getBytes(StandardCharsets.UTF_8));
  }

  private RawHttp.Answer call(String json) {
    return RawHttp.postJson(master, "/api/v1", json);
  }

  @Test
  void weightsAreSetAndTold() throws Exception {
    String info = "{\"role\":\"a\",\"weight\":2.5}";
    assertThat(ask("PUT", "/weights", "[" + info + "]").status()).isEqualTo(200);
    assertThat(RawHttp.get(master, "/master/weights").text())
        .isEqualTo("[{\"weight\":2.5,\"role\":\"a\"}]");
    assertThat(
            call("{\"type\":\"UPDATE_WEIGHTS\",\"update_weights\":{\"weight_infos\":["
                    + "{\"role\":\"b/c\",\"weight\":0.5}]}}")
                .status())
        .isEqualTo(200);

    JsonNode told = JSON.readTree(call("{\"type\":\"GET_WEIGHTS\"}").text());
    assertThat(told.path("get_weights").path("weight_infos"))
        .isEqualTo(
            JSON.readTree("[{\"weight\":2.5,\"role\":\"a\"},{\"weight\":0.5,\"role\":\"b/c\"}]"));
    JsonNode roles = JSON.readTree(RawHttp.get(master, "/roles").text()).path("roles");
    assertThat(roles.findValuesAsText("weight")).containsExactly("2.5", "0.5");
    assertThat(roles.path(0).path("name").asText()).isEqualTo("a");
  }

  @Test
  void whatIsNoWeightIsRefusedWithAReason() {
    assertThat(ask("PUT", "/weights", "{}").status()).isEqualTo(400);
    assertThat(ask("PUT", "/weights", "{}").text())
        .startsWith("Failed to parse update weights request JSON '{}': ");
    assertThat(ask("PUT", "/weights", "[{\"role\":\"a\",\"weight\":0}]").text())
        .isEqualTo(
            "Failed to validate update weights request JSON for role 'a': Invalid weight '0':"
                + " Weights must be positive");
    assertThat(ask("DELETE", "/weights", "").status()).isEqualTo(405);
  }
}

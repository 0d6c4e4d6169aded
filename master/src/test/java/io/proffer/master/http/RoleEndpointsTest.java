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

  @Test
  void quotasAreSetAndToldInBothForms() throws Exception {
    String config =
        "{\"role\":\"a\",\"guarantees\":{\"cpus\":{\"value\":1.0}},"
            + "\"limits\":{\"cpus\":{\"value\":2.0},\"mem\":{\"value\":512.0}}}";
    String update =
        "{\"type\":\"UPDATE_QUOTA\",\"update_quota\":{\"force\":%s,\"quota_configs\":[%s]}}";

    RawHttp.Answer tooMuch = call(update.formatted("false", config));
    assertThat(tooMuch.status()).isEqualTo(400);
    assertThat(tooMuch.text())
        .isEqualTo(
            "Invalid QuotaConfig: total quota guarantees 'cpus:1' exceed cluster capacity '{}'"
                + " (use 'force' flag to bypass this check)");
    assertThat(call(update.formatted("true", config)).status()).isEqualTo(200);

    JsonNode status =
        JSON.readTree(call("{\"type\":\"GET_QUOTA\"}").text()).path("get_quota").path("status");
    assertThat(status.path("configs").path(0)).isEqualTo(JSON.readTree(config));
    assertThat(status.path("infos").path(0).path("role").asText()).isEqualTo("a");
    assertThat(status.path("infos").path(0).path("guarantee").path(0).path("name").asText())
        .isEqualTo("cpus");
    assertThat(JSON.readTree(RawHttp.get(master, "/quota").text())).isEqualTo(status);
    assertThat(RawHttp.get(master, "/roles").text())
        .contains("\"guarantee\":{\"cpus\":1.0},\"limit\":{\"cpus\":2.0,\"mem\":512.0}");
  }

  @Test
  void quotasAreSetAndRemovedInTheOldWay() {
    String cpus = "{\"name\":\"cpus\",\"type\":\"SCALAR\",\"scalar\":{\"value\":1}}";
    String request = "{\"role\":\"a\",\"guarantee\":[%s],\"force\":%s}";

    RawHttp.Answer tooMuch = ask("POST", "/quota", request.formatted(cpus, "false"));
    assertThat(tooMuch.status()).isEqualTo(409);
    assertThat(tooMuch.text())
        .isEqualTo(
            "Quota guarantees overcommit the cluster (use 'force' to bypass this check): Total"
                + " quota guarantees 'cpus:1' exceed cluster capacity '{}'");
    assertThat(ask("POST", "/quota", request.formatted("", "true")).text())
        .isEqualTo("Failed to validate set quota request: QuotaInfo with empty 'guarantee'");
    assertThat(ask("POST", "/quota", request.formatted(cpus + "," + cpus, "true")).text())
        .isEqualTo(
            "Failed to validate set quota request: QuotaInfo contains duplicate resource name"
                + " 'cpus'");
    assertThat(ask("POST", "/master/quota", request.formatted(cpus, "true")).status())
        .isEqualTo(200);
    assertThat(ask("POST", "/quota", request.formatted(cpus, "true")).text())
        .isEqualTo(
            "Failed to validate set quota request: Cannot set quota for role 'a' which already has"
                + " quota");
    assertThat(RawHttp.get(master, "/roles").text()).contains("\"limit\":{\"cpus\":1.0}");

    assertThat(ask("DELETE", "/quota", "").text())
        .isEqualTo(
            "Failed to parse remove quota request for path '/master/quota': expected 3 tokens,"
                + " found 2 tokens");
    assertThat(ask("DELETE", "/master/quota/b", "").text())
        .isEqualTo("Failed to remove quota for path '/master/quota/b': Role 'b' has no quota set");
    assertThat(ask("DELETE", "/quota/a", "").status()).isEqualTo(200);
    assertThat(RawHttp.get(master, "/quota").text()).isEqualTo("{}");
    RawHttp.Answer again = call("{\"type\":\"REMOVE_QUOTA\",\"remove_quota\":{\"role\":\"a\"}}");
    assertThat(again.status()).isEqualTo(400);
    assertThat(again.text()).isEqualTo("Failed to remove quota: Role 'a' has no quota set");
    assertThat(ask("PUT", "/quota", "").status()).isEqualTo(405);
  }

  @Test
  void whatWouldFollowIsToldAndNotDone() throws Exception {
    String config =
        "{\"quota_configs\":[{\"role\":\"%s\",\"guarantees\":{\"cpus\":{\"value\":1.5}}}]}";

    JsonNode plan =
        JSON.readTree(ask("POST", "/proffer/v1/quota/plan", config.formatted("a")).text());

    assertThat(plan.path("accepted").asBoolean()).isFalse();
    assertThat(plan.path("forcible").asBoolean()).isTrue();
    assertThat(plan.path("problem").asText()).contains("exceed cluster capacity '{}'");
    assertThat(plan.path("overcommitted")).isEqualTo(JSON.readTree("{\"cpus\":1.5}"));
    JsonNode role = plan.path("roles").path(0);
    assertThat(role.path("role").asText()).isEqualTo("a");
    assertThat(role.path("before")).isEqualTo(JSON.readTree("{\"guarantees\":{},\"limits\":{}}"));
    assertThat(role.path("after").path("guarantees").path("cpus").asDouble()).isEqualTo(1.5);
    assertThat(role.path("unmet").path("cpus").asDouble()).isEqualTo(1.5);
    assertThat(role.path("excess")).isEmpty();
    assertThat(plan.path("rescinded")).isEmpty();
    assertThat(RawHttp.get(master, "/quota").text()).isEqualTo("{}");

    plan = JSON.readTree(ask("POST", "/proffer/v1/quota/plan", config.formatted("a/b")).text());
    assertThat(plan.path("forcible").asBoolean()).isFalse();
    assertThat(plan.path("problem").asText()).contains("nested role 'a/b'");
    assertThat(ask("POST", "/proffer/v1/quota/plan", "no").status()).isEqualTo(400);
    assertThat(ask("GET", "/proffer/v1/quota/plan", "").status()).isEqualTo(405);
  }
}

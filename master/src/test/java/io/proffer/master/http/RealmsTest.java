package io.proffer.master.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.proffer.core.security.Authentication;
import io.proffer.core.security.Credential;
import io.proffer.core.security.Credentials;
import io.proffer.core.security.Realm;
import io.proffer.core.security.Tokens;
import io.proffer.master.MasterOptions;
import io.proffer.master.MasterServer;
import io.proffer.master.RawHttp;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who a master lets in, on the wire, at one that wants to know everybody. */
class RealmsTest {

  private static final Credential ADA = new Credential("ada", "lovelace");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String JSON_TYPE = "Content-Type: application/json";

  private static MasterServer master;

  @BeforeAll
  static void start(@TempDir Path workDir) throws Exception {
    Authentication everywhere =
        new Authentication(
            new Credentials(List.of(ADA)),
            new Tokens(new byte[Tokens.KEY_BYTES], "proffer"),
            EnumSet.allOf(Realm.class));
    master = MasterServer.start(MasterOptions.standalone(workDir).withAuthentication(everywhere));
    master.leading().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  @AfterAll
  static void stop() {
    master.close();
  }

  private static RawHttp.Answer ask(String method, String path, String... headers) {
    return RawHttp.ask(master, method, path, List.of(headers), new byte[0]);
  }

  private static RawHttp.Answer call(String path, String json, String... headers) {
    List<String> all = new java.util.ArrayList<>(List.of(headers));
    all.add(JSON_TYPE);
    return RawHttp.ask(master, "POST", path, all, json.getBytes(StandardCharsets.UTF_8));
  }

  private static String shown() {
    return "Authorization: " + ADA.authorization();
  }

  private static String token() throws Exception {
    JsonNode given = JSON.readTree(ask("POST", "/login", shown()).text());
    assertThat(given.path("principal").asText()).isEqualTo("ada");
    assertThat(given.path("expires_at").asText()).isNotEmpty();
    return given.path("token").asText();
  }

  private static String cookie() {
    RawHttp.Answer answer = ask("POST", "/login", shown(), "Origin: http://" + master.address());
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text()).doesNotContain("token");
    String set = answer.head().header("set-cookie").orElseThrow();
    assertThat(set).contains("HttpOnly", "SameSite=Strict", "Path=/");
    return "Cookie: theme=dark; " + set.substring(0, set.indexOf(';'));
  }

  @ParameterizedTest
  @CsvSource({
    "/dashboard/filters",
    "/dashboard/history",
    "/dashboard/masters",
    "/dashboard/measured",
    "/dashboard/snapshot",
    "/dashboard/stream",
    "/dashboard/task"
  })
  void whoeverMayLookSeesAllOfTheDashboard(String path) {
    assertThat(ask("GET", path).head().header("www-authenticate"))
        .contains("Bearer realm=\"mesos-master-readonly\"");
  }

  @ParameterizedTest
  @CsvSource({
    "GET,  /state,                 mesos-master-readonly",
    "GET,  /master/state.json,     mesos-master-readonly",
    "GET,  /metrics/snapshot,      mesos-master-readonly",
    "GET,  /files/read,            mesos-master-readonly",
    "GET,  /agent/x/state,         mesos-master-readonly",
    "GET,  /service/x/,            mesos-master-readonly",
    "POST, /service/x/v2/apps,     mesos-master-readwrite",
    "POST, /api/v1,                mesos-master-readwrite",
    "POST, /master/api/v1/,        mesos-master-readwrite",
    "POST, /agent/token,           mesos-master-readwrite",
    "GET,  /quota,                 mesos-master-readwrite",
    "POST, /teardown,              mesos-master-readwrite",
    "POST, /reserve,               mesos-master-readwrite",
    "GET,  /maintenance/schedule,  mesos-master-readwrite",
    "POST, /api/v1/scheduler,      mesos-master-scheduler",
    "GET,  /agent/link,            proffer-master-agent",
    "POST, /login,                 proffer-master-login"
  })
  void aStrangerIsRefusedAsMesosRefuses(String method, String path, String realm) {
    for (String wrong : List.of("Accept: */*", "Authorization: Basic YWRhOndyb25n")) {
      RawHttp.Answer answer = ask(method, path, wrong);

      assertThat(answer.status()).isEqualTo(401);
      assertThat(answer.head().header("www-authenticate"))
          .contains("Basic realm=\"" + realm + "\"");
      assertThat(answer.text()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/health", "/version", "/redirect", "/", "/login"})
  void whatTellsNothingIsForEverybody(String path) {
    assertThat(ask("GET", path).status()).isIn(200, 307);
  }

  @Test
  void aCredentialLetsIn() {
    assertThat(ask("GET", "/state", shown()).status()).isEqualTo(200);
    assertThat(call("/api/v1", "{\"type\":\"GET_HEALTH\"}", shown()).status()).isEqualTo(200);
  }

  @Test
  void soDoesATokenWhichBuysNoOther() throws Exception {
    String bearer = "Authorization: Bearer " + token();

    assertThat(ask("GET", "/state", bearer).status()).isEqualTo(200);
    assertThat(ask("GET", "/login", bearer).text()).contains("\"principal\":\"ada\"");
    assertThat(ask("POST", "/login", bearer).status()).isEqualTo(401);
    assertThat(ask("GET", "/state", bearer + "x").status()).isEqualTo(401);
  }

  @Test
  void aBrowsersLoginIsForTheMastersOwnPages() {
    String cookie = cookie();
    String own = "Origin: http://" + master.address();
    String change = "{\"type\":\"GET_HEALTH\"}";

    assertThat(ask("GET", "/state", cookie).status()).isEqualTo(200);
    assertThat(call("/api/v1", change, cookie, own).status()).isEqualTo(200);
    assertThat(call("/api/v1", change, cookie).status()).isEqualTo(403);
    assertThat(call("/api/v1", change, cookie, "Origin: http://evil.example").status())
        .isEqualTo(403);
    assertThat(call("/api/v1", change, cookie, "Sec-Fetch-Site: same-origin").status())
        .isEqualTo(200);
    assertThat(call("/api/v1", change, cookie, "Sec-Fetch-Site: same-site").status())
        .isEqualTo(403);
    assertThat(ask("POST", "/login", shown(), "Origin: http://evil.example").status())
        .isEqualTo(403);
    assertThat(ask("POST", "/logout", cookie, own).head().header("set-cookie").orElse(""))
        .startsWith("proffer-token=; Max-Age=0");
  }

  @Test
  void aScriptIsAskedForATokenSoThatTheBrowserOpensNoWindow() {
    for (String path : List.of("/dashboard/stream", "/dashboard/snapshot")) {
      assertThat(ask("GET", path).head().header("www-authenticate"))
          .contains("Bearer realm=\"mesos-master-readonly\"");
    }
    assertThat(ask("GET", "/dashboard/exec").head().header("www-authenticate"))
        .contains("Bearer realm=\"mesos-master-readwrite\"");
    assertThat(ask("GET", "/state", "Sec-Fetch-Mode: cors").head().header("www-authenticate"))
        .contains("Bearer realm=\"mesos-master-readonly\"");
  }

  @ParameterizedTest
  @CsvSource({"ada, 200", "bob, 400"})
  void aFrameworkIsWhoItProvesToBe(String principal, int status) throws Exception {
    String subscribe =
        """
        {"type": "SUBSCRIBE", "subscribe": {"framework_info":
          {"user": "u", "name": "f", "principal": "%s"}}}
        """
            .formatted(principal);
    try (RawHttp http = RawHttp.connect(master)) {
      http.send(
          "POST",
          "/api/v1/scheduler",
          List.of(JSON_TYPE, shown()),
          subscribe.getBytes(StandardCharsets.UTF_8));

      assertThat(http.head().status()).isEqualTo(status);
    }
  }

  @Test
  void theFlagsSayWhereItAsks() throws Exception {
    JsonNode flags = JSON.readTree(ask("GET", "/flags", shown()).text()).path("flags");
    for (String flag :
        List.of(
            "authenticate_agents",
            "authenticate_http_frameworks",
            "authenticate_http_readonly",
            "authenticate_http_readwrite")) {
      assertThat(flags.path(flag).asText()).as(flag).isEqualTo("true");
    }
  }
}

package io.proffer.cli.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.proffer.agent.AgentAuthentication;
import io.proffer.agent.AgentOptions;
import io.proffer.agent.AgentServer;
import io.proffer.batch.BatchOptions;
import io.proffer.batch.BatchServer;
import io.proffer.cli.CapturedTerminal;
import io.proffer.cli.ExitCode;
import io.proffer.core.security.Authentication;
import io.proffer.core.security.Credential;
import io.proffer.core.security.Credentials;
import io.proffer.core.security.Realm;
import io.proffer.core.security.Tokens;
import io.proffer.discovery.catalog.CatalogFeed;
import io.proffer.frameworks.common.http.PortAuthentication;
import io.proffer.master.MasterOptions;
import io.proffer.master.MasterServer;
import io.proffer.service.ServiceOptions;
import io.proffer.service.ServiceServer;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A cluster where the master knows everybody, and agent and frameworks those whom the master sends.
 */
class ClosedClusterTest {

  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Credential ADA = new Credential("ada", "lovelace");
  private static final Credential METRONOME = new Credential("metronome", "3/4");
  private static final Credential MARATHON = new Credential("marathon", "42195");

  /** Known to the service framework only, as a tool that speaks Marathon's API may be. */
  private static final Credential TRAEFIK = new Credential("traefik", "T junction");

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @TempDir private static Path work = Path.of("");

  private static MasterServer master;
  private static AgentServer agent;
  private static BatchServer batch;
  private static ServiceServer service;

  @BeforeAll
  static void start() throws Exception {
    Authentication everywhere =
        new Authentication(
            new Credentials(List.of(ADA, METRONOME, MARATHON)),
            new Tokens(new byte[Tokens.KEY_BYTES], "proffer"),
            EnumSet.allOf(Realm.class));
    master =
        MasterServer.start(
            MasterOptions.standalone(work.resolve("master")).withAuthentication(everywhere));
    master.leading().toCompletableFuture().get(30, TimeUnit.SECONDS);
    agent =
        AgentServer.start(
            AgentOptions.of(master.address(), work.resolve("agent"))
                .withDocker(Optional.empty())
                .withKillTasksOnClose(true)
                .withCredential(Optional.of(METRONOME))
                .withAuthentication(new AgentAuthentication(Optional.empty(), true, true)));
    agent.registered().toCompletableFuture().get(30, TimeUnit.SECONDS);
    BatchOptions jobs =
        BatchOptions.local(0, master.address(), Optional.empty(), work.resolve("batch"));
    batch = BatchServer.start(known(jobs));
    service =
        ServiceServer.start(
            closed(
                ServiceOptions.local(
                    0, master.address(), Optional.empty(), work.resolve("service"))));
    await().atMost(PATIENCE).until(() -> batch.frameworkId().isPresent());
    await().atMost(PATIENCE).until(() -> service.frameworkId().isPresent());
    Path job = work.resolve("job.json");
    Files.writeString(
        job,
        """
        {"id": "long", "run": {"cmd": "echo begun; sleep 1000", "cpus": 0.1, "mem": 32, "disk": 0}}
        """);
    typing("lovelace\n", ExitCode.DONE, "login", "--user", "ada", "--password-stdin");
    ran(ExitCode.DONE, "job", "submit", "--run", job.toString());
  }

  private static BatchOptions known(BatchOptions options) {
    return new BatchOptions(
        options.bindHost(),
        options.bindPort(),
        options.hostname(),
        options.master(),
        options.zooKeeper(),
        options.stateDir(),
        options.name(),
        options.role(),
        options.secretsDir(),
        options.privateTargets(),
        options.secretKeys(),
        Optional.of(METRONOME),
        new PortAuthentication(Optional.empty(), true, true));
  }

  private static ServiceOptions closed(ServiceOptions options) {
    return new ServiceOptions(
        options.bindHost(),
        options.bindPort(),
        options.hostname(),
        options.master(),
        options.zooKeeper(),
        options.stateDir(),
        options.name(),
        options.secretsDir(),
        options.role(),
        options.beyond(),
        Optional.of(MARATHON),
        new PortAuthentication(Optional.of(new Credentials(List.of(TRAEFIK))), true, true));
  }

  @AfterAll
  static void stop() {
    batch.close();
    service.close();
    agent.close();
    master.close();
    HTTP.shutdownNow();
  }

  private static CapturedTerminal typing(String typed, ExitCode expected, String... words) {
    CapturedTerminal terminal =
        new CapturedTerminal(
            Map.of(
                "PROFFER_MASTER",
                master.address(),
                "PROFFER_BATCH",
                "http://" + master.address() + "/service/metronome",
                "PROFFER_SERVICE",
                "http://" + master.address() + "/service/marathon",
                "XDG_CONFIG_HOME",
                work.resolve("home").toString()),
            typed);
    assertThat(terminal.run(words))
        .as(String.join(" ", words) + ": " + terminal.err())
        .isEqualTo(expected);
    return terminal;
  }

  private static String ran(ExitCode expected, String... words) {
    return typing("", expected, words).out();
  }

  private static int status(String method, String uri, Optional<Credential> shown)
      throws Exception {
    return status(method, uri, "{\"type\":\"GET_STATE\"}", shown.map(Credential::authorization));
  }

  private static int status(String method, String uri, String body, Optional<String> shown)
      throws Exception {
    return HTTP.send(request(method, uri, body, shown), HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  private static HttpRequest request(
      String method, String uri, String body, Optional<String> shown) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(uri))
            .timeout(Duration.ofSeconds(20))
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    shown.ifPresent(value -> request.header("Authorization", value));
    return request.build();
  }

  @Test
  void nobodyReachesTheAgentPastTheMaster() throws Exception {
    assertThat(status("GET", agent.url() + "/state", Optional.empty())).isEqualTo(401);
    assertThat(status("POST", agent.url() + "/api/v1", Optional.empty())).isEqualTo(401);
    assertThat(status("GET", agent.url() + "/state", Optional.of(ADA))).isEqualTo(401);
    assertThat(status("GET", agent.url() + "/health", Optional.empty())).isEqualTo(200);
  }

  @Test
  void nobodyDeploysPastTheMaster() throws Exception {
    String apps = service.url() + "/v2/apps";

    assertThat(status("POST", apps, app("stranger"), Optional.empty())).isEqualTo(401);
    assertThat(status("POST", apps, app("ada"), Optional.of(ADA.authorization()))).isEqualTo(401);
    assertThat(status("GET", service.url() + "/v2/events", Optional.empty())).isEqualTo(401);
    assertThat(status("GET", service.url() + "/ping", Optional.empty())).isEqualTo(200);
    assertThat(status("GET", batch.url() + "/v1/jobs", Optional.empty())).isEqualTo(401);
    assertThat(status("GET", batch.url() + "/v1/jobs", Optional.of(TRAEFIK))).isEqualTo(401);
    assertThat(status("GET", batch.url() + "/ping", Optional.empty())).isEqualTo(200);
  }

  @Test
  void whoHasLoggedInDeploysThroughIt() throws Exception {
    String apps = "http://" + master.address() + "/service/marathon/v2/apps";
    HttpResponse<String> login =
        HTTP.send(
            request(
                "POST",
                "http://" + master.address() + "/login",
                "",
                Optional.of(ADA.authorization())),
            HttpResponse.BodyHandlers.ofString());
    String token = login.body().replaceAll("(?s).*\"token\":\\s*\"([^\"]+)\".*", "$1");

    assertThat(status("POST", apps, app("through"), Optional.empty())).isEqualTo(401);
    assertThat(status("POST", apps, app("through"), Optional.of("Bearer " + token))).isEqualTo(201);
    assertThat(status("GET", apps + "//through", Optional.of(ADA))).isEqualTo(200);
  }

  @Test
  void atATerminalFrameworksAreAskedThroughIt() throws Exception {
    Path app = work.resolve("app.json");
    Files.writeString(app, app("typed"));

    ran(ExitCode.DONE, "app", "deploy", app.toString());

    assertThat(ran(ExitCode.DONE, "app", "list")).contains("/typed");
    assertThat(ran(ExitCode.DONE, "job", "list")).contains("long");
    assertThat(typing("", ExitCode.DENIED, "app", "list", "-s", service.url()).err())
        .contains("wants to know who you are", "/service/NAME");
    ran(ExitCode.NOT_FOUND, "app", "list", "-s", "http://" + master.address() + "/service/x");
  }

  @Test
  void whatFollowsAppsProvesWhoItIs() throws Exception {
    URI direct = URI.create(service.url());
    URI behind = URI.create("http://" + master.address() + "/service/marathon");

    assertThat(CatalogFeed.ask(direct, Optional.of(TRAEFIK.authorization())).framework())
        .isEqualTo("marathon");
    assertThat(CatalogFeed.ask(behind, Optional.of(ADA.authorization())).framework())
        .isEqualTo("marathon");
    assertThatThrownBy(() -> CatalogFeed.ask(direct, Optional.empty()))
        .hasMessageContaining("--credential");
  }

  @Test
  void eventsAreHeardThroughItToo() throws Exception {
    HttpRequest events =
        HttpRequest.newBuilder(
                URI.create("http://" + master.address() + "/service/marathon/v2/events"))
            .header("Accept", "text/event-stream")
            .header("Authorization", ADA.authorization())
            .build();
    HttpResponse<InputStream> heard = HTTP.send(events, HttpResponse.BodyHandlers.ofInputStream());
    try (InputStream stream = heard.body()) {
      assertThat(heard.statusCode()).isEqualTo(200);
      assertThat(stream.read()).as("a sign of life").isEqualTo('\n');
    }
  }

  @Test
  void aToolThatTheFrameworkKnowsNeedsNoMaster() throws Exception {
    String apps = service.url() + "/v2/apps";

    assertThat(status("GET", apps, Optional.of(TRAEFIK))).isEqualTo(200);
    assertThat(status("POST", apps, app("tool"), Optional.of(TRAEFIK.authorization())))
        .isEqualTo(201);
    assertThat(status("GET", "http://" + master.address() + "/state", Optional.of(TRAEFIK)))
        .as("known there only")
        .isEqualTo(401);
  }

  private static String app(String id) {
    return "{\"id\":\"/%s\",\"cmd\":\"sleep 1000\",\"instances\":0}".formatted(id);
  }

  @Test
  void theMasterPassesOnForThoseWhomItKnows() throws Exception {
    String proxied =
        "http://" + master.address() + "/agent/" + agent.id().orElseThrow().value() + "/state";

    assertThat(status("GET", proxied, Optional.empty())).isEqualTo(401);
    assertThat(status("GET", proxied, Optional.of(ADA))).isEqualTo(200);
  }

  @Test
  void theMasterGivesNoTokenToStrangersAndNoneForWhatIsNoAgent() throws Exception {
    String tokens = "http://" + master.address() + "/agent/token?address=";

    assertThat(status("POST", tokens + agent.address(), Optional.empty())).isEqualTo(401);
    assertThat(status("POST", tokens + agent.address(), Optional.of(ADA))).isEqualTo(200);
    assertThat(status("GET", tokens + agent.address(), Optional.of(ADA))).isEqualTo(405);
    assertThat(status("POST", tokens + "127.0.0.1:1", Optional.of(ADA))).isEqualTo(404);
  }

  @Test
  void whoHasLoggedInRunsCommandsInTasksAndReadsWhatTheyPrint() {
    await()
        .atMost(PATIENCE)
        .until(() -> ran(ExitCode.DONE, "task", "list", "-o", "json").contains("TASK_RUNNING"));

    assertThat(ran(ExitCode.DONE, "task", "exec", "long", "echo", "inside")).isEqualTo("inside\n");
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(ran(ExitCode.DONE, "task", "logs", "long")).contains("begun"));
  }

  @Test
  void aFrameworkReadsWhatItsTasksHavePrinted() {
    assertThat(ran(ExitCode.DONE, "run", "echo", "by the framework")).contains("by the framework");
  }
}

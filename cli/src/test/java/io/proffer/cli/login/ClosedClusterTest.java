package io.proffer.cli.login;

import static org.assertj.core.api.Assertions.assertThat;
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
import io.proffer.master.MasterOptions;
import io.proffer.master.MasterServer;
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

/** A cluster where the master knows everybody, and the agent those whom the master sends. */
class ClosedClusterTest {

  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Credential ADA = new Credential("ada", "lovelace");
  private static final Credential METRONOME = new Credential("metronome", "3/4");
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @TempDir private static Path work = Path.of("");

  private static MasterServer master;
  private static AgentServer agent;
  private static BatchServer batch;

  @BeforeAll
  static void start() throws Exception {
    Authentication everywhere =
        new Authentication(
            new Credentials(List.of(ADA, METRONOME)),
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
    await().atMost(PATIENCE).until(() -> batch.frameworkId().isPresent());
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
        Optional.of(METRONOME));
  }

  @AfterAll
  static void stop() {
    batch.close();
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
                batch.url(),
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
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(uri))
            .timeout(Duration.ofSeconds(20))
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString("{\"type\":\"GET_STATE\"}"));
    shown.ifPresent(c -> request.header("Authorization", c.authorization()));
    return HTTP.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  @Test
  void nobodyReachesTheAgentPastTheMaster() throws Exception {
    assertThat(status("GET", agent.url() + "/state", Optional.empty())).isEqualTo(401);
    assertThat(status("POST", agent.url() + "/api/v1", Optional.empty())).isEqualTo(401);
    assertThat(status("GET", agent.url() + "/state", Optional.of(ADA))).isEqualTo(401);
    assertThat(status("GET", agent.url() + "/health", Optional.empty())).isEqualTo(200);
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

package io.proffer.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.proffer.agent.container.ContainerId;
import io.proffer.agent.executor.ExecutorTokens;
import io.proffer.agent.state.ExecutorKey;
import io.proffer.core.model.ExecutorId;
import io.proffer.core.security.Attempts;
import io.proffer.core.security.Credential;
import io.proffer.core.security.Credentials;
import io.proffer.core.security.ProxyKey;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.mesos.v1.Protos.TaskState;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whom an agent lets in that wants to know everybody, on the wire. */
class AgentRealmsTest {

  private static final Credential ADA = new Credential("ada", "lovelace");
  private static final String HEALTH = "{\"type\":\"GET_HEALTH\"}";

  private static final TestMaster MASTER = TestMaster.start();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private static AgentServer agent;
  private static Path work;

  @BeforeAll
  static void start(@TempDir Path directory) throws Exception {
    work = directory;
    agent = agent(MASTER, directory, new AgentAuthentication(known(), true, true));
    agent.registered().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  private static Optional<Credentials> known() {
    return Optional.of(new Credentials(List.of(ADA)));
  }

  private static AgentServer agent(TestMaster master, Path directory, AgentAuthentication asks)
      throws IOException {
    return AgentServer.start(
        AgentOptions.of(master.address(), directory)
            .withResources(Optional.of("cpus:2;mem:4096"))
            .withDocker(Optional.empty())
            .withKillTasksOnClose(true)
            .withAuthentication(asks));
  }

  @AfterAll
  static void stop() {
    agent.close();
    MASTER.close();
    HTTP.shutdownNow();
  }

  private static HttpResponse<String> ask(
      AgentServer of, String method, String path, String body, Optional<String> shown)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(of.url() + path))
            .timeout(Duration.ofSeconds(20))
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    shown.ifPresent(value -> request.header("Authorization", value));
    return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static HttpResponse<String> call(String body, String shown) throws Exception {
    return ask(agent, "POST", "/api/v1", body, Optional.of(shown));
  }

  private static String sent(String principal) {
    return MASTER.proxyKey().authorization(Optional.of(principal), Instant.now());
  }

  @ParameterizedTest
  @CsvSource({
    "GET,  /state,                     mesos-agent-readonly",
    "GET,  /slave(1)/state.json,       mesos-agent-readonly",
    "GET,  /containers,                mesos-agent-readonly",
    "GET,  /flags,                     mesos-agent-readonly",
    "GET,  /files/browse,              mesos-agent-readonly",
    "GET,  /files/read,                mesos-agent-readonly",
    "GET,  /files/download,            mesos-agent-readonly",
    "GET,  /files/debug,               mesos-agent-readonly",
    "GET,  /metrics,                   mesos-agent-readonly",
    "GET,  /metrics/snapshot,          mesos-agent-readonly",
    "GET,  /monitor/history,           mesos-agent-readonly",
    "GET,  /monitor/statistics,        mesos-agent-readonly",
    "POST, /api/v1,                    mesos-agent-readwrite",
    "POST, /slave(1)/api/v1,           mesos-agent-readwrite",
    "POST, /api/v1/,                   mesos-agent-readwrite",
    "POST, /api/v1/operator,           mesos-agent-readwrite",
    "POST, /api/v1/resource_provider,  mesos-agent-readwrite"
  })
  void aStrangerIsRefusedAsMesosRefuses(String method, String path, String realm) throws Exception {
    ProxyKey another = ProxyKey.make(new Random(1));
    for (Optional<String> shown :
        List.of(
            Optional.<String>empty(),
            Optional.of("Bearer x.y.z"),
            Optional.of(another.authorization(Optional.of("ada"), Instant.now())))) {
      HttpResponse<String> answer = ask(agent, method, path, HEALTH, shown);

      assertThat(answer.statusCode()).as("%s %s", path, shown).isEqualTo(401);
      assertThat(answer.headers().firstValue("WWW-Authenticate"))
          .contains("Basic realm=\"" + realm + "\"");
      assertThat(answer.body()).isEmpty();
    }
  }

  @Test
  void aWrongPasswordIsNoneAndOneMayNotGuessForLong(@TempDir Path directory) throws Exception {
    AgentAuthentication everywhere = new AgentAuthentication(known(), true, true);
    try (TestMaster master = TestMaster.start();
        AgentServer other = agent(master, directory, everywhere)) {
      other.registered().toCompletableFuture().get(10, TimeUnit.SECONDS);
      for (int i = 0; i < Attempts.AT_ONCE; i++) {
        String guess = new Credential("ada", "guess" + i).authorization();
        assertThat(ask(other, "GET", "/state", "", Optional.of(guess)).statusCode()).isEqualTo(401);
      }
      HttpResponse<String> late = ask(other, "GET", "/state", "", Optional.of(ADA.authorization()));
      assertThat(late.statusCode()).isEqualTo(429);
      assertThat(late.headers().firstValue("Retry-After")).isPresent();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/health", "/version", "/slave(1)/health"})
  void whatTellsNothingIsForEverybody(String path) throws Exception {
    assertThat(ask(agent, "GET", path, "", Optional.empty()).statusCode()).isEqualTo(200);
  }

  @Test
  void aCredentialLetsIn() throws Exception {
    String shown = ADA.authorization();

    assertThat(ask(agent, "GET", "/state", "", Optional.of(shown)).statusCode()).isEqualTo(200);
    assertThat(call(HEALTH, shown).body()).contains("GET_HEALTH");
  }

  @Test
  void theMasterIsBelievedWhomItSends() throws Exception {
    assertThat(ask(agent, "GET", "/state", "", Optional.of(sent("bob"))).statusCode())
        .isEqualTo(200);
    assertThat(call(HEALTH, sent("")).statusCode()).isEqualTo(200);
  }

  @Test
  void anExecutorMayDoWhatConcernsItsOwnContainer() throws Exception {
    MASTER.run(Tasks.shell("own", "sleep 1000").build());
    MASTER.run(Tasks.shell("other", "sleep 1000").build());
    String own = container("own");
    String other = container("other");
    String token =
        "Bearer "
            + ExecutorTokens.of(work, new Random())
                .issue(
                    new ExecutorKey(TestMaster.FRAMEWORK, new ExecutorId("own")),
                    new ContainerId(own));

    assertThat(call(launch(own), token).statusCode()).isEqualTo(200);
    assertThat(call(launch(other), token).statusCode()).isEqualTo(403);
    assertThat(call("{\"type\":\"GET_STATE\"}", token).statusCode()).isEqualTo(403);
    assertThat(ask(agent, "GET", "/state", "", Optional.of(token)).statusCode()).isEqualTo(401);
  }

  private static String container(String task) {
    return MASTER
        .await(task, TaskState.TASK_RUNNING)
        .getContainerStatus()
        .getContainerId()
        .getValue();
  }

  private static String launch(String parent) {
    return """
    {"type":"LAUNCH_NESTED_CONTAINER","launch_nested_container":
      {"container_id":{"value":"in-%s","parent":{"value":"%s"}},"command":{"value":"true"}}}
    """
        .formatted(parent, parent);
  }

  @Test
  void aStrangersInputIsNotTaken() throws Exception {
    HttpRequest input =
        HttpRequest.newBuilder(URI.create(agent.url() + "/api/v1"))
            .timeout(Duration.ofSeconds(20))
            .header("Content-Type", "application/recordio")
            .header("Message-Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString("2\n{}"))
            .build();

    assertThat(HTTP.send(input, HttpResponse.BodyHandlers.ofString()).statusCode()).isEqualTo(401);
  }

  @Test
  void eachRealmCanBeLeftOpen(@TempDir Path directory) throws Exception {
    AgentAuthentication half = new AgentAuthentication(Optional.empty(), false, true);
    try (TestMaster master = TestMaster.start();
        AgentServer other = agent(master, directory, half)) {
      other.registered().toCompletableFuture().get(10, TimeUnit.SECONDS);

      assertThat(ask(other, "GET", "/state", "", Optional.empty()).statusCode()).isEqualTo(200);
      assertThat(ask(other, "POST", "/api/v1", HEALTH, Optional.empty()).statusCode())
          .isEqualTo(401);
      assertThat(
              ask(other, "POST", "/api/v1", HEALTH, Optional.of(ADA.authorization())).statusCode())
          .as("known to the master only")
          .isEqualTo(401);
      assertThat(ask(other, "GET", "/flags", "", Optional.empty()).body())
          .contains(
              "\"authenticate_http_readonly\":\"false\"",
              "\"authenticate_http_readwrite\":\"true\"");
    }
  }
}

package io.proffer.cli.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.proffer.cli.CapturedTerminal;
import io.proffer.cli.ExitCode;
import io.proffer.cli.app.ServiceCluster;
import io.proffer.cli.demo.WebServer;
import io.proffer.cli.failover.Daemon;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The demo's web service as others reach it, who are Debian's HAProxy and Prometheus. It runs on
 * two agents, of which one is a process of its own.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class EdgeTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private static Path directory = Path.of("");
  private static ServiceCluster cluster;
  private static Daemon agent;

  @BeforeAll
  static void start(@TempDir Path workDir) throws IOException {
    directory = workDir;
    cluster = ServiceCluster.start(workDir);
    agent =
        Daemon.start(
            "agent",
            workDir,
            "agent",
            "--port=0",
            "--master=" + cluster.master(),
            "--work-dir=" + workDir.resolve("second"),
            "--docker=none",
            "--resources=cpus:2;mem:4096;disk:10000;ports:[33100-33900]");
    agent.awaitReady();
    run("app", "deploy", file(app("1", "'instances': 2,")));
  }

  @AfterAll
  static void stop() {
    agent.close();
    cluster.close();
  }

  private static String app(String version, String more) {
    Path program =
        Path.of(WebServer.class.getProtectionDomain().getCodeSource().getLocation().getPath());
    return """
        {"id": "/web", "cmd": "exec '%s/bin/java' -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx32m -cp '%s' %s",
         "cpus": 0.1, "mem": 128, "env": {"VERSION": "%s"}, "taskKillGracePeriodSeconds": 5,
         "labels": {"HAPROXY_0_VHOST": "localhost", "HAPROXY_0_PATH": "/web",
           "proffer.router.0.canary_weight": "20"},
         "portDefinitions": [{"port": 0, "name": "http", "labels": {"scrape": "yes"}}], %s
         "healthChecks": [{"protocol": "HTTP", "path": "/", "portIndex": 0, "delaySeconds": 0,
           "intervalSeconds": 1, "timeoutSeconds": 5, "gracePeriodSeconds": 60}]}"""
        .formatted(
            System.getProperty("java.home"),
            program,
            WebServer.class.getName(),
            version,
            more.replace('\'', '"'));
  }

  private static String file(String app) throws IOException {
    return Files.writeString(directory.resolve("web.json"), app).toString();
  }

  private static void run(String... args) {
    CapturedTerminal terminal = new CapturedTerminal(Map.of("PROFFER_SERVICE", cluster.url()));
    assertThat(terminal.run(args)).as(terminal.err()).isEqualTo(ExitCode.DONE);
  }

  private static void assumeInstalled(String program) {
    boolean there =
        Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
            .map(dir -> Path.of(dir, program))
            .anyMatch(Files::isExecutable);
    boolean required = "1".equals(System.getenv("PROFFER_REQUIRE_DOCKER"));
    assumeTrue(required || there, "no " + program + "; apt-get install " + program);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static String get(String url) throws IOException, InterruptedException {
    return HTTP.send(
            HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }

  private static Router router() throws IOException {
    assumeInstalled("haproxy");
    return new Router(cluster.url(), freePort(), Files.createTempDirectory(directory, "router"));
  }

  private static Load load(Router router) {
    String address = "http://localhost:" + router.port() + "/web";
    await().atMost(PATIENCE).ignoreExceptions().until(() -> get(address).startsWith("version"));
    return new Load(URI.create(address));
  }

  private static void awaitAnswer(Load load, String version) {
    await().atMost(PATIENCE).until(() -> load.answers().containsKey(version));
  }

  @Test
  void noRequestThroughHaproxyFailsWhileTheServiceIsRolledScaledAndTried() throws Exception {
    try (Router router = router();
        Load load = load(router)) {
      run("app", "deploy", file(app("2", "")));
      run("app", "scale", "/web", "3");
      run("app", "scale", "/web", "2");
      awaitAnswer(load, "version 2");

      String canary = "'instances': 2, 'proffer': {'deployment': {'canaries': 1}},";
      run("app", "deploy", "--no-wait", file(app("3", canary)));
      awaitAnswer(load, "version 3");
      thenACanaryOfWeight20HasItsShare(router, load);

      run("app", "promote", "/web");
      assertThat(load.failures()).as("of %s", load.answers()).isEmpty();
    }
  }

  /** The two others have weight 100 each, so that it is asked once in eleven times. */
  private static void thenACanaryOfWeight20HasItsShare(Router router, Load load)
      throws IOException {
    assertThat(router.configuration()).containsPattern("server web\\S+ \\S+ weight 20\n");
    Map<String, Integer> before = Map.copyOf(load.answers());
    await().atMost(PATIENCE).until(() -> total(load.answers()) > total(before) + 500);
    Map<String, Integer> after = Map.copyOf(load.answers());
    int canary = after.getOrDefault("version 3", 0) - before.getOrDefault("version 3", 0);
    assertThat((double) canary / (total(after) - total(before))).isBetween(0.07, 0.12);
  }

  private static int total(Map<String, Integer> answers) {
    return answers.values().stream().mapToInt(Integer::intValue).sum();
  }

  /**
   * No more fail than are on their way at once, which is one for each client; none do any more when
   * HAProxy has heard of it. The master would wait for the agent to come back: it is the health
   * check that has the instance replaced.
   */
  @Test
  @Order(Integer.MAX_VALUE)
  void whenAnAgentIsLostNoRequestsFailButThoseThatItHad() throws Exception {
    try (Router router = router();
        Load load = load(router)) {
      run("app", "scale", "/web", "3"); // The third goes to the agent that has fewer.
      String tasks = get(cluster.url() + "/v2/apps/web/tasks");
      assertThat(new JsonMapper().readTree(tasks).findValuesAsText("slaveId").stream().distinct())
          .as("agents with instances")
          .hasSize(2);
      await().atMost(PATIENCE).until(() -> router.servers() == 3);
      long routed = router.servers();

      agent.loseMachine();

      await("HAProxy to be told").atMost(PATIENCE).until(() -> router.servers() < routed);
      List<String> failures = load.failures();
      assertThat(failures).hasSizeLessThanOrEqualTo(Load.CLIENTS);
      await("another instance").atMost(PATIENCE).until(() -> router.servers() == routed);
      assertThat(load.failures()).isEqualTo(failures);
    }
  }

  @Test
  void prometheusDiscoversAndScrapesTheService() throws Exception {
    assumeInstalled("prometheus");
    int port = freePort();
    Path config =
        Files.writeString(
            directory.resolve("prometheus.yml"),
            """
            global: {scrape_interval: 1s, scrape_timeout: 1s}
            scrape_configs:
              - job_name: marathon
                marathon_sd_configs:
                  - {servers: ["%s"], refresh_interval: 1s}
                relabel_configs:
                  - {source_labels: [__meta_marathon_app], target_label: app}
                  - {source_labels: [__meta_marathon_port_definition_label_scrape], target_label: scrape}
            """
                .formatted(cluster.url()));
    Process prometheus =
        new ProcessBuilder(
                "prometheus",
                "--config.file=" + config,
                "--storage.tsdb.path=" + directory.resolve("tsdb"),
                "--web.listen-address=127.0.0.1:" + port)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("prometheus.log").toFile())
            .start();
    try {
      String query = "http://127.0.0.1:" + port + "/api/v1/query?query=web_requests_total";
      String found =
          await()
              .atMost(PATIENCE)
              .ignoreExceptions()
              .until(() -> get(query), answer -> answer.split("\"metric\"", -1).length == 3);
      assertThat(found).contains("\"app\":\"/web\"", "\"scrape\":\"yes\"", "\"job\":\"marathon\"");
    } finally {
      prometheus.destroy();
      prometheus.waitFor();
    }
  }
}

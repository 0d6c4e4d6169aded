package io.proffer.cli.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.proffer.cli.CapturedTerminal;
import io.proffer.cli.ExitCode;
import io.proffer.cli.app.ServiceCluster;
import io.proffer.cli.demo.WebServer;
import io.proffer.discovery.catalog.CatalogFeed;
import io.proffer.discovery.haproxy.Haproxy;
import io.proffer.discovery.haproxy.HaproxyConfiguration;
import io.proffer.discovery.haproxy.RouterOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
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
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo's web service as others reach it, who are Debian's HAProxy and Prometheus. */
class EdgeTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static Path directory = Path.of("");
  private static ServiceCluster cluster;

  @BeforeAll
  static void start(@TempDir Path workDir) throws IOException {
    directory = workDir;
    cluster = ServiceCluster.start(workDir);
    deploy("1");
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  private static void deploy(String version) throws IOException {
    Path program =
        Path.of(WebServer.class.getProtectionDomain().getCodeSource().getLocation().getPath());
    String app =
        """
        {"id": "/web", "cmd": "exec '%s/bin/java' -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx32m -cp '%s' %s",
         "cpus": 0.1, "mem": 128, "env": {"VERSION": "%s"}, "taskKillGracePeriodSeconds": 5,
         "labels": {"HAPROXY_0_VHOST": "localhost", "HAPROXY_0_PATH": "/web"},
         "portDefinitions": [{"port": 0, "name": "http", "labels": {"scrape": "yes"}}], %s
         "healthChecks": [{"protocol": "HTTP", "path": "/", "portIndex": 0, "delaySeconds": 0,
           "intervalSeconds": 1, "timeoutSeconds": 5, "gracePeriodSeconds": 60}]}"""
            .formatted(
                System.getProperty("java.home"),
                program,
                WebServer.class.getName(),
                version,
                version.equals("1") ? "\"instances\": 2," : "");
    run("app", "deploy", Files.writeString(directory.resolve("web.json"), app).toString());
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
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(
              HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString())
          .body();
    }
  }

  @Test
  void noRequestThroughHaproxyFailsWhileTheServiceIsRolledAndScaled() throws Exception {
    assumeInstalled("haproxy");
    int port = freePort();
    Path files = Files.createDirectory(directory.resolve("router"));
    RouterOptions options =
        new RouterOptions(
            "127.0.0.1", OptionalInt.of(port), List.of(), files.resolve("haproxy.sock"));
    try (Haproxy haproxy = new Haproxy("haproxy", files);
        CatalogFeed feed =
            CatalogFeed.start(
                List.of(URI.create(cluster.url())),
                catalog -> use(haproxy, HaproxyConfiguration.of(catalog, options)))) {
      assertThat(feed).isNotNull();
      String virtualHost = "http://localhost:" + port + "/web";
      Awaitility.await()
          .atMost(PATIENCE)
          .ignoreExceptions()
          .until(() -> get(virtualHost).startsWith("version"));
      Load load = new Load(URI.create(virtualHost));
      try (load) {
        Awaitility.await().atMost(PATIENCE).until(() -> load.answers().containsKey("version 1"));
        deploy("2");
        run("app", "scale", "/web", "3");
        run("app", "scale", "/web", "2");
        Awaitility.await().atMost(PATIENCE).until(() -> load.answers().containsKey("version 2"));
      }
      assertThat(load.failures()).as("of %s", load.answers()).isEmpty();
    }
  }

  private static void use(Haproxy haproxy, String configuration) {
    try {
      haproxy.use(configuration);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
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
          Awaitility.await()
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

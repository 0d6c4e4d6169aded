package io.proffer.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.proffer.core.coordination.EmbeddedZooKeeper;
import io.proffer.core.coordination.ZooKeeperLocation;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One process leads, the others pass on what they are asked, and take over when it dies. */
class LeadershipTest {

  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  @TempDir Path directory;

  private static HttpResponse<String> send(String method, String url, String body)
      throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(URI.create(url)), method, body);
  }

  private static HttpResponse<String> send(HttpRequest.Builder request, String method, String body)
      throws IOException, InterruptedException {
    HttpRequest built =
        request
            .timeout(Duration.ofSeconds(10))
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    return CLIENT.send(built, HttpResponse.BodyHandlers.ofString());
  }

  private static String authority(String url) {
    return URI.create(url).getAuthority();
  }

  @Test
  void followersPassOnWhatTheyAreAskedAndTakeOverFromAKilledLeader() throws Exception {
    try (EmbeddedZooKeeper zooKeeper = EmbeddedZooKeeper.start(directory, 0)) {
      ZooKeeperLocation where = zooKeeper.location("/proffer");
      Process leader = process(where);
      try (BufferedReader told = leader.inputReader(StandardCharsets.UTF_8)) {
        String leaderUrl = url(told);
        try (ServiceServer follower =
            ServiceServer.start(OneProcess.options(where, state()), OneProcess.SESSION_TIMEOUT)) {
          assertThat(follower.leads()).isFalse();
          passesOn(leaderUrl, follower.url());

          leader.destroyForcibly();

          await().atMost(Duration.ofSeconds(20)).until(follower::leads);
          assertThat(send("GET", follower.url() + "/v2/apps/web", "").body())
              .contains("\"id\":\"/web\"")
              .contains("\"deployments\":[{");
          abdicates(follower, where);
        }
      } finally {
        leader.destroyForcibly();
      }
    }
  }

  private Process process(ZooKeeperLocation where) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-Xmx256m",
            "-cp",
            System.getProperty("java.class.path"),
            OneProcess.class.getName(),
            where.toString(),
            state().toString())
        .redirectErrorStream(true)
        .start();
  }

  private Path state() {
    return directory.resolve("state");
  }

  private static String url(BufferedReader told) throws IOException {
    List<String> before = new ArrayList<>();
    String line = told.readLine();
    while (line != null && !line.startsWith("http://")) {
      before.add(line);
      line = told.readLine();
    }
    assertThat(line).as("what the process said: %s", before).isNotNull();
    return line;
  }

  private static void passesOn(String leader, String follower) throws Exception {
    HttpResponse<String> made =
        send("POST", follower + "/v2/apps", "{\"id\": \"/web\", \"cmd\": \"serve\"}");
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    assertThat(made.headers().firstValue("X-Marathon-Leader")).contains(leader);
    assertThat(made.headers().firstValue("X-Marathon-Via")).contains("1.1 " + authority(follower));
    assertThat(send("GET", follower + "/v2/leader", "").body()).contains(authority(leader));
    assertThat(send("GET", leader + "/v2/apps/web", "").statusCode()).isEqualTo(200);
    assertThat(send("GET", follower + "/ping", "").body()).isEqualTo("pong");
    HttpResponse<String> events = send("GET", follower + "/v2/events", "");
    assertThat(events.statusCode()).isEqualTo(302);
    assertThat(events.headers().firstValue("Location")).contains(leader + "/v2/events");
    HttpRequest.Builder round =
        HttpRequest.newBuilder(URI.create(follower + "/v2/apps"))
            .header("X-Marathon-Via", "1.1 " + authority(follower));
    assertThat(send(round, "GET", "").statusCode()).isEqualTo(502);
  }

  private void abdicates(ServiceServer leader, ZooKeeperLocation where) throws Exception {
    try (ServiceServer other =
        ServiceServer.start(OneProcess.options(where, state()), OneProcess.SESSION_TIMEOUT)) {
      assertThat(other.leads()).isFalse();

      assertThat(send("DELETE", other.url() + "/v2/leader", "").body())
          .isEqualTo("{\"message\":\"Leadership abdicated\"}");

      await().atMost(Duration.ofSeconds(10)).until(other::leads);
      await().until(() -> !leader.leads());
      assertThat(send("GET", leader.url() + "/v2/leader", "").body())
          .contains(authority(other.url()));
    }
    await().atMost(Duration.ofSeconds(10)).until(leader::leads);
  }
}

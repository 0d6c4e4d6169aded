package io.proffer.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One process leads, the others pass on what they are asked, and take over when it dies. */
class LeadershipTest {

  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final String JOB =
      "{\"id\":\"a\",\"run\":{\"cmd\":\"x\",\"cpus\":1,\"mem\":32,\"disk\":0}}";

  @TempDir Path directory;

  private static HttpResponse<String> send(String method, String url, String body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url))
            .timeout(Duration.ofSeconds(10))
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    return CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void aFollowerPassesOnWhatItIsAskedAndTakesOverFromAKilledLeader() throws Exception {
    try (EmbeddedZooKeeper zooKeeper = EmbeddedZooKeeper.start(directory, 0)) {
      ZooKeeperLocation where = zooKeeper.location("/proffer");
      Process leader = process(where);
      try (BufferedReader told = leader.inputReader(StandardCharsets.UTF_8)) {
        String leaderUrl = url(told);
        try (BatchServer follower =
            BatchServer.start(OneProcess.options(where), OneProcess.SESSION_TIMEOUT)) {
          assertThat(follower.leads()).isFalse();
          passesOn(leaderUrl, follower.url());
          String begun = send("POST", follower.url() + "/v1/jobs/a/runs", "").body();
          String run = new ObjectMapper().readTree(begun).path("id").asText();

          leader.destroyForcibly();

          await().atMost(Duration.ofSeconds(20)).until(follower::leads);
          assertThat(send("GET", follower.url() + "/v1/jobs/a/runs/" + run, "").statusCode())
              .isEqualTo(200);
          assertThat(send("GET", follower.url() + "/leader", "").body())
              .contains(URI.create(follower.url()).getAuthority());
        }
      } finally {
        leader.destroyForcibly();
      }
    }
  }

  private static void passesOn(String leader, String follower) throws Exception {
    HttpResponse<String> made = send("POST", follower + "/v1/jobs", JOB);
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    assertThat(made.headers().firstValue("X-Metronome-Leader")).contains(leader);
    assertThat(send("GET", leader + "/v1/jobs/a", "").statusCode()).isEqualTo(200);
    HttpResponse<String> events = send("GET", follower + "/v1/events", "");
    assertThat(events.statusCode()).isEqualTo(302);
    assertThat(events.headers().firstValue("Location")).contains(leader + "/v1/events");
  }

  private static Process process(ZooKeeperLocation where) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-Xmx256m",
            "-cp",
            System.getProperty("java.class.path"),
            OneProcess.class.getName(),
            where.toString())
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static String url(BufferedReader told) throws IOException {
    String line = told.readLine();
    while (line != null && !line.startsWith("http://")) {
      line = told.readLine();
    }
    assertThat(line).isNotNull();
    return line;
  }
}

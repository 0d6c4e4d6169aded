package io.proffer.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.proffer.service.ServiceOptions;
import io.proffer.service.ServiceServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients of Marathon that nobody here wrote, and a restart, at a real master and agent. */
class MarathonClientsTest {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static LocalCluster cluster;
  private static ServiceOptions options;

  @BeforeAll
  static void start(@TempDir Path workDir) throws IOException {
    cluster = LocalCluster.start(workDir);
    options =
        ServiceOptions.local(
            0, cluster.masterAddress(), Optional.empty(), workDir.resolve("service"));
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @Test
  void npmClientsMakeScaleAndRemoveAppsAndHearOfIt() throws Exception {
    try (ServiceServer service = ServiceServer.start(options)) {
      Awaitility.await().atMost(PATIENCE).until(() -> service.frameworkId().isPresent());

      NodeProgram.Outcome outcome =
          NodeProgram.install("marathon-clients")
              .run("marathon.mjs", Map.of("MARATHON_URL", service.url()), PATIENCE);

      assertThat(outcome.exitCode()).as(outcome.output()).isZero();
      assertThat(outcome.output()).contains("PASS npm marathon clients");
    }
  }

  @Test
  void anotherProcessGoesOnWithTheTasksOfTheFirst() throws Exception {
    String task;
    try (ServiceServer first = ServiceServer.start(options)) {
      send(first, "POST", "/v2/apps", "{\"id\":\"/kept\",\"cmd\":\"sleep 600\",\"cpus\":0.1}");
      task = runningTask(first);
    }

    try (ServiceServer second = ServiceServer.start(options)) {
      assertThat(runningTask(second)).isEqualTo(task);
      send(second, "DELETE", "/v2/apps/kept", "");
      Awaitility.await()
          .atMost(PATIENCE)
          .until(() -> send(second, "GET", "/v2/tasks", "").equals("{\"tasks\":[]}"));
    }
  }

  private static String runningTask(ServiceServer service) {
    String tasks =
        Awaitility.await()
            .atMost(PATIENCE)
            .until(
                () -> send(service, "GET", "/v2/tasks?status=running", ""),
                answer -> answer.contains("TASK_RUNNING"));
    return tasks.replaceAll(".*\"id\":\"([^\"]*)\".*", "$1");
  }

  private static String send(ServiceServer service, String method, String path, String body)
      throws IOException, InterruptedException {
    HttpResponse<String> response =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(service.url() + path))
                    .method(method, HttpRequest.BodyPublishers.ofString(body))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    assertThat(response.statusCode()).as(response.body()).isLessThan(300);
    return response.body();
  }
}

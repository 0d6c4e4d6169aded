package io.proffer.batch.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.proffer.batch.scheduler.BatchCluster;
import io.proffer.core.security.ProxyKey;
import io.proffer.frameworks.common.http.PortAuthentication;
import io.proffer.sdk.testkit.TaskPlan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Everything that there is at the port is behind its gate. */
class ClosedPortTest {

  private static final ProxyKey KEY = ProxyKey.make(new Random(1));

  private static HttpTown town;

  @BeforeAll
  static void open() {
    town = new HttpTown(new PortAuthentication(Optional.empty(), true, true), KEY);
    town.serve(new BatchCluster(TaskPlan.runs()));
  }

  @AfterAll
  static void close() {
    town.close();
  }

  private static Optional<String> sentByMaster() {
    return Optional.of(KEY.authorization(Optional.of("ada"), Instant.now()));
  }

  private static List<String> paths() throws Exception {
    JsonNode document = town.call("GET", "/openapi.json", "", sentByMaster()).json();
    List<String> paths =
        new ArrayList<>(
            List.of("/", "/nothing", "/v1/events", "/service/metronome/v1/jobs", "//v1//jobs"));
    for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
      paths.add(path.getKey().replaceAll("\\{\\w+}", "x"));
    }
    assertThat(paths).hasSizeGreaterThan(20).contains("/openapi.json");
    paths.remove("/ping");
    return paths;
  }

  @Test
  void aStrangerReachesNothing() throws Exception {
    for (String path : paths()) {
      for (String method : List.of("GET", "POST", "PUT", "PATCH", "DELETE")) {
        assertThat(town.call(method, path, "{}").status()).as("%s %s", method, path).isEqualTo(401);
      }
    }
    assertThat(town.get("/ping").text()).isEqualTo("pong");
  }

  @Test
  void whomTheMasterSendsSubmitsJobs() throws Exception {
    assertThat(town.call("POST", "/v1/jobs", HttpTown.JOB, sentByMaster()).status()).isEqualTo(201);
    assertThat(town.call("GET", "/v1/jobs/a.b", "", sentByMaster()).status()).isEqualTo(200);
  }
}

package io.proffer.batch.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.proffer.batch.scheduler.BatchCluster;
import io.proffer.sdk.testkit.TaskPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code /openapi.json} says what the routes do. */
class OpenApiTest {

  private static final List<String> METHODS = List.of("GET", "POST", "PUT", "PATCH", "DELETE");

  private static HttpTown town;

  @BeforeAll
  static void open() {
    town = new HttpTown();
    town.serve(new BatchCluster(TaskPlan.runs()));
  }

  @AfterAll
  static void close() {
    town.close();
  }

  @Test
  void everyMethodOfEveryPathIsInTheDocumentOrIsRefused() throws Exception {
    List<String> differences = new ArrayList<>();
    for (Map.Entry<String, JsonNode> path :
        town.get("/openapi.json").json().path("paths").properties()) {
      for (String method : METHODS) {
        boolean said = path.getValue().has(method.toLowerCase(Locale.ROOT));
        if (said != isThere(method, path.getKey())) {
          differences.add(
              method + " " + path.getKey() + (said ? " is not there" : " is not documented"));
        }
      }
    }
    assertThat(differences).isEmpty();
  }

  private static boolean isThere(String method, String path) throws Exception {
    if (path.equals("/v1/events")) {
      return method.equals("GET"); // A stream; listened to elsewhere.
    }
    town.call("POST", "/v1/jobs", HttpTown.JOB);
    String real =
        path.replace("{id}", "a.b").replace("{file}", "stdout").replaceAll("\\{\\w+}", "x");
    HttpTown.Got got = town.call(method, real, "");
    return got.status() != 405 && !got.text().contains("Unknown route");
  }

  @Test
  void everyShapeThatIsNamedIsThere() throws Exception {
    JsonNode document = town.get("/openapi.json").json();
    TreeSet<String> named = new TreeSet<>();
    document.findValues("$ref").forEach(ref -> named.add(ref.asText()));
    assertThat(named)
        .isNotEmpty()
        .allSatisfy(ref -> assertThat(document.at(ref.substring(1)).isObject()).isTrue());
    assertThat(document.at("/components/schemas/Job/properties/run/$ref").asText())
        .endsWith("/RunSpec");
  }
}

package io.proffer.batch.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.proffer.batch.scheduler.BatchCluster;
import io.proffer.sdk.testkit.TaskPlan;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What clients of Chronos ask for. */
class ChronosHttpTest {

  private static final String DAILY =
      "{'name':'extract','command':'echo hi','schedule':'R/2026-01-01T00:00:00Z/P1D',"
          + "'epsilon':'PT30M','retries':3,'owner':'me@example.org','cpus':0.5,'mem':64,'disk':0,"
          + "'environmentVariables':[{'name':'A','value':'b'}],"
          + "'constraints':[['rack','EQUALS','r1']]}";
  private static final String LOAD = "{'name':'load','command':'load','parents':['extract']}";

  private static HttpTown http;

  private BatchCluster town;

  @BeforeAll
  static void open() {
    http = new HttpTown();
  }

  @AfterAll
  static void close() {
    http.close();
  }

  @BeforeEach
  void serve() {
    town =
        new BatchCluster(
            task ->
                task.getName().equals("broken")
                    ? TaskPlan.exitsAfter(Duration.ofSeconds(5), 1)
                    : TaskPlan.finishesAfter(Duration.ofSeconds(5)));
    var unused = town.cluster.addAgent("cpus:4;mem:4096;disk:4000", "rack:r1");
    town.cluster.advance(Duration.ofSeconds(5));
    http.serve(town);
  }

  private static void put(String path, String body) throws Exception {
    assertThat(http.call("POST", "/v1/scheduler/" + path, body))
        .isEqualTo(new HttpTown.Got(204, ""));
  }

  @Test
  void aJobIsMadeShownAsChronosHasItAndAsMetronomeHasIt() throws Exception {
    put("iso8601", DAILY);
    JsonNode job = http.get("/scheduler/job/extract").json();
    assertThat(job.path("command").asText()).isEqualTo("echo hi");
    assertThat(job.path("schedule").asText()).isEqualTo("R/2026-01-01T00:00:00Z/P1D");
    assertThat(job.path("retries").asInt()).isEqualTo(3);
    assertThat(job.path("owner").asText()).isEqualTo("me@example.org");
    assertThat(job.path("constraints").toString()).isEqualTo("[[\"rack\",\"EQUALS\",\"r1\"]]");
    assertThat(job.at("/environmentVariables/0/value").asText()).isEqualTo("b");
    assertThat(job.path("lastSuccess").asText()).isEmpty();

    JsonNode same = http.get("/v1/jobs/extract").json();
    assertThat(same.at("/schedules/0/cron").asText()).isEqualTo("R/2026-01-01T00:00:00Z/P1D");
    assertThat(same.at("/schedules/0/startingDeadlineSeconds").asInt()).isEqualTo(1800);
    assertThat(same.at("/schedules/0/concurrencyPolicy").asText()).isEqualTo("FORBID");
    assertThat(same.at("/schedules/0/nextRunAt").asText()).contains("T00:00:00.000+0000");
    assertThat(http.call("PUT", "/scheduler/iso8601", DAILY.replace("echo hi", "other")).status())
        .isEqualTo(204);
    assertThat(http.get("/scheduler/jobs").json().at("/0/command").asText()).isEqualTo("other");
  }

  @Test
  void jobsThatComeAfterOthersRunInOneChainAndAreInTheGraph() throws Exception {
    put("iso8601", DAILY);
    put("dependency", LOAD);
    assertThat(http.call("PUT", "/v1/scheduler/job/extract", "").status()).isEqualTo(204);
    town.cluster.advance(Duration.ofSeconds(1));
    JsonNode summary = http.get("/v1/scheduler/jobs/summary").json();
    assertThat(summary.at("/jobs/0/status").asText()).isEqualTo("fresh");
    assertThat(summary.at("/jobs/0/state").asText()).isEqualTo("1 running");
    assertThat(summary.at("/jobs/1/parents/0").asText()).isEqualTo("extract");

    town.cluster.advance(Duration.ofSeconds(30));
    assertThat(http.get("/v1/scheduler/graph/csv").text())
        .isEqualTo("node,extract,success,idle\nnode,load,success,idle\nlink,extract,load\n");
    assertThat(http.get("/v1/scheduler/graph/dot").text()).contains("\"extract\" -> \"load\"");
    JsonNode stat = http.get("/v1/scheduler/job/stat/load").json();
    assertThat(stat.at("/taskStatHistory/0/status").asText()).isEqualTo("Success");
    assertThat(stat.at("/taskStatHistory/0/duration").asText()).matches("[45]s");
    assertThat(stat.at("/histogram/count").asInt()).isEqualTo(1);
  }

  @Test
  void aRunIsGivenArgumentsAndKilled() throws Exception {
    put("iso8601", DAILY);
    assertThat(http.call("PUT", "/scheduler/job/extract?arguments=-v%20it's", "").status())
        .isEqualTo(204);
    town.cluster.advance(Duration.ofSeconds(2));
    assertThat(town.tasks())
        .extracting(task -> task.getCommand().getValue())
        .containsExactly("echo hi '-v' 'it'\\''s'");
    assertThat(http.call("DELETE", "/scheduler/task/kill/extract", "").status()).isEqualTo(204);
    town.cluster.advance(Duration.ofSeconds(2));
    assertThat(http.get("/scheduler/job/extract").json().path("errorCount").asInt()).isEqualTo(1);
    assertThat(http.call("DELETE", "/scheduler/job/extract", "").status()).isEqualTo(204);
  }

  @Test
  void aJobThatFailedIsMarkedAsSuccessfulAndWhatComesAfterItRuns() throws Exception {
    put("iso8601", DAILY.replace("extract", "broken").replace("'retries':3", "'retries':0"));
    put("dependency", LOAD.replace("extract", "broken"));
    assertThat(http.call("PUT", "/scheduler/job/broken", "").status()).isEqualTo(204);
    town.cluster.advance(Duration.ofSeconds(20));
    assertThat(http.get("/scheduler/graph/csv").text()).contains("node,broken,failure,idle");

    HttpTown.Got marked = http.call("PUT", "/scheduler/job/success/broken", "");
    assertThat(marked.text()).isEqualTo("marked job broken as successful: true");
    town.cluster.advance(Duration.ofSeconds(20));
    assertThat(http.get("/scheduler/graph/csv").text()).contains("node,load,success,idle");
    assertThat(http.call("PUT", "/scheduler/job/success/load", "").text()).endsWith("false");
    assertThat(http.call("DELETE", "/scheduler/job/broken", "").status())
        .as("others come after it")
        .isEqualTo(400);
  }

  @Test
  void jobsAreSearchedFor() throws Exception {
    put("iso8601", DAILY);
    put("dependency", LOAD.replace("'load','parents'", "'LOAD all','parents'"));
    assertThat(http.get("/scheduler/jobs/search?name=TRACT").json()).hasSize(1);
    assertThat(http.get("/scheduler/jobs/search?command=load").json()).hasSize(1);
    assertThat(http.get("/scheduler/jobs/search?any=l").json()).hasSize(1);
    assertThat(http.get("/scheduler/jobs/search?limit=1&offset=1").json().at("/0/name").asText())
        .isEqualTo("load");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "POST | iso8601 | {'name':'a','command':'x','schedule':'soon'} | 'soon' is no schedule",
        "POST | iso8601 | {'name':'A b','command':'x','schedule':'R/2026-01-01T00:00Z/P1D'} | names of lower-case",
        "POST | iso8601 | {'name':'a','schedule':'R/2026-01-01T00:00Z/P1D'} | nothing to run",
        "POST | iso8601 | {'name':'a','command':'x'} | /schedule is missing",
        "POST | iso8601 | {'name':'a','comand':'x'} | did you mean 'command'?",
        "POST | iso8601 | {'name':'a','command':'x','softError':true,'schedule':'R//PT1H'} | /softError",
        "POST | dependency | {'name':'a','command':'x'} | /parents is missing",
        "POST | dependency | {'name':'a','command':'x','parents':['none']} | there is no job none",
        "GET | job/none |  | Job 'none' not found",
        "PUT | job/none |  | Job 'none' not found",
        "DELETE | job/none |  | Job 'none' not found",
        "GET | job/stat/none |  | Job 'none' not found",
        "DELETE | task/kill/none |  | Job 'none' not found",
      })
  void whatIsWrongIsAnsweredWith400(String method, String path, String body, String message)
      throws Exception {
    HttpTown.Got got = http.call(method, "/v1/scheduler/" + path, body == null ? "" : body);
    assertThat(got.status()).isEqualTo(400);
    assertThat(got.json().path("status").asText()).isEqualTo("Bad Request");
    assertThat(got.json().path("message").asText()).contains(message);
  }
}

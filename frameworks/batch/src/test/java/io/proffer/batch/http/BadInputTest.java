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

/** What nobody should send is answered with what is wrong, where, and changes nothing. */
class BadInputTest {

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
    town = new BatchCluster(TaskPlan.runs());
    http.serve(town);
  }

  private static void assertRefused(HttpTown.Got got, String path, String rule) throws Exception {
    assertThat(got.status()).as(got.text()).isEqualTo(422);
    assertThat(got.json().path("message").asText()).isEqualTo("Object is not valid");
    assertThat(got.json().path("details"))
        .anySatisfy(
            detail -> {
              assertThat(detail.path("path").asText()).isEqualTo(path);
              assertThat(detail.path("errors").toString()).contains(rule);
            });
    assertThat(got.text()).doesNotContain("Exception").doesNotContain("\tat ");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "impossible cron dates | 'run' | 'schedules':[{'id':'s','cron':'0 0 31 4,6 *'}],'run' | /schedules(0)/cron | no such day",
        "an hour that there is not | 'run' | 'schedules':[{'id':'s','cron':'0 24 * * *'}],'run' | /schedules(0)/cron | is no schedule",
        "unknown time zones | 'run' | 'schedules':[{'id':'s','cron':'0 0 * * *','timezone':'Mars/Olympus'}],'run' | /schedules(0)/timezone | no time zone 'Mars/Olympus'",
        "unknown parents | 'run' | 'dependencies':[{'id':'nobody'}],'run' | /dependencies | there is no job nobody",
        "itself as a parent | 'run' | 'dependencies':[{'id':'a.b'}],'run' | /dependencies | a.b after a.b",
        "negative cpus | 'cpus':1 | 'cpus':-1 | /run/cpus | at least 0.01",
        "no number for cpus | 'cpus':1 | 'cpus':'1' | /run/cpus | must be",
        "a negative delay | 'cmd' | 'maxLaunchDelay':-1,'cmd' | /run/maxLaunchDelay | from 1",
        "a negative deadline | 'cmd' | 'restart':{'activeDeadlineSeconds':-1},'cmd' | /run/restart/activeDeadlineSeconds | from 1",
        "negative retries | 'run' | 'batch':{'retry':{'maxRetries':-1}},'run' | /batch/retry/maxRetries | from 0",
        "a negative time-out | 'run' | 'batch':{'timeouts':{'run':-5}},'run' | /batch/timeouts/run | from 1",
        "a negative throttle | 'run' | 'batch':{'array':{'indexes':'0-9%0'}},'run' | /batch/array/indexes | at least 1",
        "negative failures | 'run' | 'batch':{'array':{'indexes':'0-9','maxFailedIndexes':-1}},'run' | /batch/array/maxFailedIndexes | from 0",
        "second tasks without a bound | 'run' | 'batch':{'array':{'indexes':'0-9','copies':{}}},'run' | /batch/array/copies/max | is missing",
        "second tasks of quick indexes | 'run' | 'batch':{'array':{'indexes':'0-9','copies':{'max':1,'slowerThan':0.5}}},'run' | /batch/array/copies/slowerThan | at least 1",
        "an array of 2^31 | 'run' | 'batch':{'array':{'indexes':'0-2147483647'}},'run' | /batch/array/indexes | must end at 999999",
        "a secret that is defined but not used | 'cmd' | 'secrets':{'pw':{'source':'x'}},'cmd' | /run/secrets/pw | no variable or volume uses it",
        "a secret that is used but not defined | 'cmd' | 'env':{'PW':{'secret':'pw'}},'cmd' | /run/env/PW/secret | there is no 'pw'",
        "a rule without an action | 'run' | 'batch':{'failurePolicy':{'rules':[{'exitCodes':[1]}]}},'run' | /batch/failurePolicy/rules(0)/action | is missing",
        "an exit code that there is not | 'run' | 'batch':{'failurePolicy':{'rules':[{'action':'Fail','exitCodes':[256]}]}},'run' | /batch/failurePolicy/rules(0)/exitCodes | from 1 to 255",
        "FailIndex of no array | 'run' | 'batch':{'failurePolicy':{'rules':[{'action':'FailIndex'}]}},'run' | /batch/failurePolicy/rules(0)/action | only an array",
        "more memory for a gang | 'run' | 'batch':{'gang':{'size':2},'failurePolicy':{'memoryFactor':2}},'run' | /batch/failurePolicy/memoryFactor | not supported yet for arrays and gangs",
        "another node for a gang | 'run' | 'batch':{'gang':{'size':2},'failurePolicy':{'avoidNode':true}},'run' | /batch/failurePolicy/avoidNode | not supported yet for arrays and gangs",
        "the output of a gang | 'run' | 'batch':{'gang':{'size':2},'output':true},'run' | /batch/output | not supported yet for arrays and gangs",
        "an interval that does not end | 'run' | 'schedules':[{'id':'s','cron':'R/2026-01-01T00:00Z/PT0S'}],'run' | /schedules(0)/cron | a second to a hundred years",
        "a field nobody knows | 'run' | 'scedules':[],'run' | /scedules | did you mean 'schedules'?"
      })
  void aJobIsRefused(String what, String part, String instead, String path, String rule)
      throws Exception {
    assertRefused(http.call("POST", "/v1/jobs", HttpTown.JOB.replace(part, instead)), path, rule);
    assertThat(http.get("/v1/jobs").text()).isEqualTo("[]");
  }

  @Test
  void aCycleIsRefusedWithItsJobs() throws Exception {
    job("a", "");
    job("b", "'dependencies':[{'id':'a'}],");
    job("c", "'dependencies':[{'id':'b'}],");
    HttpTown.Got got =
        http.call(
            "PUT",
            "/v1/jobs/a",
            HttpTown.JOB.replace("'run'", "'dependencies':[{'id':'c'}],'run'"));
    assertRefused(got, "/dependencies", "a after c after b after a");
    assertThat(http.get("/v1/jobs/a").json().path("dependencies")).isEmpty();
  }

  private static void job(String id, String more) throws Exception {
    String json = HttpTown.JOB.replace("a.b", id).replace("'run'", more + "'run'");
    assertThat(http.call("POST", "/v1/jobs", json).status()).isEqualTo(201);
  }

  @ParameterizedTest
  @CsvSource({
    "http://127.0.0.1:5050/x, not public",
    "http://localhost/x, not public",
    "http://169.254.169.254/latest, not public",
    "file:///etc/passwd, must begin with http",
  })
  void aWebhookToLoopbackIsRefused(String url, String rule) throws Exception {
    assertRefused(http.call("POST", "/v1/webhooks", "{'url':'" + url + "'}"), "/url", rule);
    assertThat(http.get("/v1/webhooks").text()).isEqualTo("[]");
  }

  @Test
  void aWebhookForEventsThatThereAreNotIsRefused() throws Exception {
    HttpTown.Got got =
        http.call("POST", "/v1/webhooks", "{'url':'https://93.184.216.34/x','events':['all']}");
    assertRefused(got, "/events", "'all' is none of job_created");
    HttpTown.Got made =
        http.call("POST", "/v1/webhooks", "{'url':'https://93.184.216.34/x','secret':'s'}");
    assertThat(made.status()).isEqualTo(201);
    assertThat(made.json().has("secret")).isFalse();
    assertThat(made.json().path("signed").asBoolean()).isTrue();
    String id = made.json().path("id").asText();
    assertThat(http.call("DELETE", "/v1/webhooks/" + id, "").status()).isEqualTo(200);
    assertThat(http.get("/v1/webhooks/" + id).status()).isEqualTo(404);
  }

  @Test
  void aPayloadOverTheLimitIsRefusedAndOneAtTheLimitIsNot() throws Exception {
    job("a.b", "");
    String limit = "x".repeat(64 * 1024);
    assertRefused(
        http.call("POST", "/v1/jobs/a.b/runs", "{'payload':'" + limit + "x'}"),
        "/payload",
        "65536 bytes at most");
    assertThat(http.call("POST", "/v1/jobs/a.b/runs", "{'payload':'" + limit + "'}").status())
        .isEqualTo(201);
  }

  @ParameterizedTest
  @CsvSource({
    "'{\"quota\":{\"gpus\":-1}}', /quota/gpus",
    "'{\"userQuota\":{\"runs\":-1}}', /userQuota/runs",
    "'{\"quota\":{\"launchesPerMinute\":0}}', /quota/launchesPerMinute",
    "'{\"weight\":-1}', /weight",
    "'{\"shares\":{\"a\":-2}}', /shares/a",
  })
  void aPoolWithNegativeLimitsIsRefused(String pool, String path) throws Exception {
    assertRefused(http.call("PUT", "/v1/pools/default", pool), path, "must be");
  }

  @Test
  void aRunThatIsStoppedWhileItIsStartingEndsOnceAndLeavesNothingBehind() throws Exception {
    var agent = town.cluster.addAgent("cpus:2;mem:1024;disk:1000");
    town.cluster.advance(Duration.ofSeconds(5));
    job("a.b", "");
    String id = http.call("POST", "/v1/jobs/a.b/runs", "").json().path("id").asText();

    JsonNode stopped = http.call("POST", "/v1/jobs/a.b/runs/" + id + "/actions/stop", "").json();
    town.cluster.advance(Duration.ofMinutes(1));

    assertThat(stopped.path("status").asText()).isEqualTo("FAILED");
    assertThat(stopped.at("/batch/reason").asText()).isEqualTo("KILLED");
    assertThat(agent.running()).isEmpty();
    assertThat(town.tasks()).hasSizeLessThanOrEqualTo(1);
    assertThat(
            http.get("/v1/jobs/a.b?embed=historySummary")
                .json()
                .at("/historySummary/failureCount")
                .asInt())
        .isEqualTo(1);
    assertThat(http.call("POST", "/v1/jobs/a.b/runs/" + id + "/actions/stop", "").status())
        .as("stopped again")
        .isEqualTo(200);
  }

  @Test
  void aRunThatIsStoppedBeforeItHasAPlaceIsNeverLaunched() throws Exception {
    job("a.b", "");
    String id = http.call("POST", "/v1/jobs/a.b/runs", "").json().path("id").asText();
    JsonNode stopped = http.call("POST", "/v1/jobs/a.b/runs/" + id + "/actions/stop", "").json();
    assertThat(stopped.path("status").asText()).isEqualTo("FAILED");
    var unused = town.cluster.addAgent("cpus:2;mem:1024;disk:1000");
    town.cluster.advance(Duration.ofSeconds(30));
    assertThat(town.tasks()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"not json | Invalid Json", "{\"id\": | Invalid Json", "[] | must be an object"})
  void whatIsNoObjectIsRefused(String body, String message) throws Exception {
    HttpTown.Got got = http.call("POST", "/v1/jobs", body);
    assertThat(got.status()).isBetween(400, 422);
    assertThat(got.text()).contains(message);
  }
}

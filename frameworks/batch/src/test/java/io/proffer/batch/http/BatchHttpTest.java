package io.proffer.batch.http;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.ConfigFactory;
import io.proffer.batch.sandbox.SandboxFiles;
import io.proffer.batch.scheduler.BatchCluster;
import io.proffer.core.security.ProxyKey;
import io.proffer.frameworks.common.agent.AgentCaller;
import io.proffer.frameworks.common.http.Gate;
import io.proffer.frameworks.common.http.PortAuthentication;
import io.proffer.frameworks.common.webhook.Patience;
import io.proffer.frameworks.common.webhook.Targets;
import io.proffer.frameworks.common.webhook.WebhookCaller;
import io.proffer.sdk.testkit.TaskPlan;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Metronome's API over HTTP, with a cluster in virtual time behind it. */
class BatchHttpTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final String JOB = "{'id':'a.b','run':{'cmd':'x','cpus':1,'mem':32,'disk':0}}";
  private static final String CRON = "{'id':'s','cron':'0 0 * * *'}";

  private static ActorSystem<Void> system;
  private static BatchHttp http;
  private static String url;

  private static final AgentCaller AGENTS = new AgentCaller(Optional.empty());

  private BatchCluster town;

  private record TownApi(BatchCluster town) implements BatchApi {
    @Override
    public <T> CompletionStage<T> ask(Question<T> question) {
      return town.answer(question);
    }

    @Override
    public Optional<String> frameworkId() {
      return town.framework.id().map(id -> id.value());
    }
  }

  private record Got(int status, String text) {
    JsonNode json() throws IOException {
      return JSON.readTree(text);
    }
  }

  @BeforeAll
  static void open() {
    system =
        ActorSystem.create(
            Behaviors.empty(),
            "test",
            ConfigFactory.parseResources("io/proffer/frameworks/common/process/framework.conf")
                .withFallback(ConfigFactory.defaultReference())
                .resolve());
    http =
        new BatchHttp(
            system,
            new Gate(
                PortAuthentication.none(), ProxyKey.make(new Random()), InstantSource.system()));
    int port = http.bind("127.0.0.1", 0).toCompletableFuture().join().localAddress().getPort();
    url = "http://127.0.0.1:" + port;
  }

  @AfterAll
  static void close() {
    system.terminate();
    http.close();
    AGENTS.close();
  }

  @BeforeEach
  void serve() {
    town = new BatchCluster(TaskPlan.finishesAfter(Duration.ofSeconds(60)));
    var unused = town.cluster.addAgent("cpus:2;mem:1024;disk:1000", "rack:r1");
    town.cluster.advance(Duration.ofSeconds(5));
    http.serve(
        new TownApi(town),
        new EventHub(),
        new ServerFacts("127.0.0.1", 8081),
        new Webhooks(new WebhookCaller(new Targets(false), Patience.SHORT), true),
        new SandboxFiles(AGENTS));
  }

  private static Got call(String method, String path, String body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + path))
            .header("Content-Type", path.contains("yaml") ? "application/yaml" : "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body.replace('\'', '"')))
            .build();
    HttpResponse<String> answer = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
    return new Got(answer.statusCode(), answer.body());
  }

  private static Got get(String path) throws IOException, InterruptedException {
    return call("GET", path, "");
  }

  @Test
  void makesChangesAndRemovesJobs() throws Exception {
    Got made = call("POST", "/v1/jobs", JOB);
    assertThat(made.status()).isEqualTo(201);
    assertThat(made.text())
        .isEqualTo(
            "{'id':'a.b','labels':{},'dependencies':[],'run':{'cpus':1,'mem':32,'disk':0,'gpus':0,"
                    .replace('\'', '"')
                + "'cmd':'x','env':{},'secrets':{},'placement':{'constraints':[]},'artifacts':[],"
                    .replace('\'', '"')
                + "'maxLaunchDelay':3600,'volumes':[],'networks':[],'restart':{'policy':'NEVER'}},"
                    .replace('\'', '"')
                + "'schedules':[]}".replace('\'', '"'));
    assertThat(call("POST", "/v1/jobs", JOB))
        .isEqualTo(new Got(409, "{\"message\":\"Job with this id already exists\"}"));

    Got changed = call("PUT", "/v1/jobs/a.b", JOB.replace("a.b", "other").replace("'x'", "'y'"));
    assertThat(changed.status()).isEqualTo(200);
    assertThat(changed.json().at("/run/cmd").asText()).isEqualTo("y");
    assertThat(get("/service/metronome/v1/jobs").json()).hasSize(1);

    assertThat(call("DELETE", "/v1/jobs/a.b", "").json().path("id").asText()).isEqualTo("a.b");
    assertThat(get("/v1/jobs/a.b"))
        .isEqualTo(new Got(404, "{\"id\":\"a.b\",\"message\":\"Job not found\"}"));
  }

  @Test
  void embedsWhatIsAskedFor() throws Exception {
    call("POST", "/v1/jobs", JOB);

    JsonNode bare = get("/v1/jobs/a.b").json();
    JsonNode full =
        get("/v1/jobs/a.b?embed=activeRuns,history&embed=historySummary&embed=schedules").json();

    assertThat(bare.has("activeRuns")).isFalse();
    assertThat(full.path("activeRuns")).isEmpty();
    assertThat(full.path("historySummary").toString())
        .isEqualTo(
            "{\"successCount\":0,\"failureCount\":0,\"lastSuccessAt\":null,\"lastFailureAt\":null}");
    assertThat(full.at("/history/successfulFinishedRuns").isArray()).isTrue();
    assertThat(get("/v1/jobs?embed=activeRuns").json().get(0).has("activeRuns")).isFalse();
    assertThat(get("/v1/jobs?embed=everything").status()).isEqualTo(400);
  }

  @Test
  void startsARunAndRemembersIt() throws Exception {
    call("POST", "/v1/jobs", JOB);
    Got started = call("POST", "/v1/jobs/a.b/runs", "");
    assertThat(started.status()).isEqualTo(201);
    assertThat(started.json().path("status").asText()).isEqualTo("INITIAL");
    assertThat(started.json().path("completedAt").isNull()).isTrue();
    assertThat(started.json().path("createdAt").asText())
        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}\\+0000");
    String id = started.json().path("id").asText();
    assertThat(id).matches("[0-9]{14}[A-Za-z0-9]{5}");

    town.cluster.advance(Duration.ofSeconds(10));
    JsonNode active = get("/v1/jobs/a.b/runs").json();
    assertThat(active).hasSize(1);
    assertThat(active.get(0).path("status").asText()).isEqualTo("ACTIVE");
    assertThat(active.get(0).at("/tasks/0/id").asText()).isEqualTo("a.b." + id + ".0.1");
    assertThat(call("DELETE", "/v1/jobs/a.b", "").status()).isEqualTo(409);
    assertThat(get("/v1/jobs/a.b/runs/" + id + "/why").text()).contains("and runs since");

    town.cluster.advance(Duration.ofSeconds(60));
    assertThat(get("/v1/jobs/a.b/runs").json()).isEmpty();
    JsonNode ended = get("/v1/jobs/a.b/runs/" + id).json();
    assertThat(ended.path("status").asText()).isEqualTo("SUCCESS");
    assertThat(ended.at("/tasks/0/status").asText()).isEqualTo("TASK_FINISHED");
    assertThat(ended.at("/batch/attempts/0/exitCode").asInt(-1)).isZero();
    assertThat(get("/v1/jobs/a.b?embed=history").json().at("/history/successCount").asInt())
        .isEqualTo(1);
    assertThat(get("/v1/jobs/a.b/history?limit=1").json().at("/runs/0/id").asText()).isEqualTo(id);
    assertThat(get("/v1/jobs/a.b/runs/x").json().path("jobSpec").asText()).isEqualTo("a.b");
  }

  @Test
  void stopsARunAndAnswersWhenItHasStopped() throws Exception {
    call("POST", "/v1/jobs", JOB);
    String id = call("POST", "/v1/jobs/a.b/runs", "{'env':{'A':'1'}}").json().path("id").asText();
    town.cluster.advance(Duration.ofSeconds(10));

    JsonNode stopped = call("POST", "/v1/jobs/a.b/runs/" + id + "/actions/stop", "").json();

    assertThat(stopped.path("status").asText()).isEqualTo("FAILED");
    assertThat(stopped.at("/batch/reason").asText()).isEqualTo("KILLED");
    assertThat(stopped.at("/tasks/0/status").asText()).isEqualTo("TASK_KILLED");
  }

  @Test
  void saysWhyARunWaitsAndLetsOthersPass() throws Exception {
    call("POST", "/v1/jobs", JOB.replace("a.b", "huge").replace("'cpus':1", "'cpus':64"));
    call("POST", "/v1/jobs", JOB);
    String huge = call("POST", "/v1/jobs/huge/runs", "").json().path("id").asText();
    call("POST", "/v1/jobs/a.b/runs", "");
    town.cluster.advance(Duration.ofSeconds(10));

    assertThat(get("/v1/queue").json().toString())
        .isEqualTo("[{\"jobId\":\"huge\",\"runs\":[{\"runId\":\"" + huge + "\"}]}]");
    assertThat(get("/v1/jobs/huge/runs/" + huge + "/why").text()).contains("needs 64 cpus");
    assertThat(get("/v1/jobs/a.b/runs").json().at("/0/status").asText()).isEqualTo("ACTIVE");
  }

  @Test
  void aRunAskedForTwiceWithOneTokenIsOneRun() throws Exception {
    call("POST", "/v1/jobs", JOB);
    String first =
        call("POST", "/v1/jobs/a.b/runs", "{'idempotencyToken':'t'}").json().path("id").asText();
    town.cluster.advance(Duration.ofMinutes(2));
    Got second = call("POST", "/v1/jobs/a.b/runs", "{'idempotencyToken':'t'}");

    assertThat(second.status()).isEqualTo(201);
    assertThat(second.json().path("id").asText()).isEqualTo(first);
    assertThat(second.json().path("status").asText()).isEqualTo("SUCCESS");
  }

  @Test
  void makesChangesAndRemovesSchedules() throws Exception {
    call("POST", "/v1/jobs", JOB);
    assertThat(get("/v1/jobs/a.b/schedules").text()).isEqualTo("[]");
    Got made = call("POST", "/v1/jobs/a.b/schedules", CRON);
    assertThat(made.status()).isEqualTo(201);
    assertThat(made.text())
        .startsWith(
            "{\"id\":\"s\",\"cron\":\"0 0 * * *\",\"timezone\":\"UTC\","
                + "\"startingDeadlineSeconds\":900,\"concurrencyPolicy\":\"ALLOW\","
                + "\"enabled\":true,\"nextRunAt\":\"");
    assertThat(call("POST", "/v1/jobs/a.b/schedules", CRON).status()).isEqualTo(409);
    assertThat(call("POST", "/v1/jobs/a.b/schedules", CRON.replace("'s'", "'t'")).status())
        .isEqualTo(409);

    Got changed =
        call(
            "PUT",
            "/v1/jobs/a.b/schedules/s",
            "{'id':'s','cron':'5 4 * * *','timeZone':'Asia/Tokyo','concurrencyPolicy':'FORBID'}");
    assertThat(changed.json().path("timezone").asText()).isEqualTo("Asia/Tokyo");
    JsonNode next = get("/v1/jobs/a.b/schedules/s/next").json().path("next");
    assertThat(next).hasSize(5);
    assertThat(next.get(0)).isEqualTo(changed.json().path("nextRunAt"));
    assertThat(next).allSatisfy(at -> assertThat(at.asText()).contains("T19:05:00.000+0000"));
    assertThat(get("/v1/jobs/a.b/schedules/s").text()).isEqualTo(changed.text());
    assertThat(call("DELETE", "/v1/jobs/a.b/schedules/s", "")).isEqualTo(new Got(200, ""));
    assertThat(get("/v1/jobs/a.b/schedules/s"))
        .isEqualTo(new Got(404, "{\"id\":\"s\",\"message\":\"Schedule not found\"}"));
  }

  @Test
  void version0HasSchedulesInItsJobs() throws Exception {
    String scheduled = JOB.replace("'run'", "'schedules':[" + CRON + "],'run'");
    Got made = call("POST", "/v0/scheduled-jobs", scheduled);
    assertThat(made.status()).isEqualTo(201);
    assertThat(made.json().at("/schedules/0/id").asText()).isEqualTo("s");

    JsonNode kept = call("PUT", "/v1/jobs/a.b", JOB).json();
    assertThat(kept.path("schedules")).hasSize(1);
    JsonNode replaced = call("PUT", "/v0/scheduled-jobs/a.b", JOB).json();
    assertThat(replaced.path("schedules")).isEmpty();
  }

  @Test
  void takesYaml() throws Exception {
    String yaml = "id: y\nrun:\n  cmd: x\n  cpus: 0.5\n  mem: 32\n  disk: 0\n";
    assertThat(call("POST", "/v1/jobs?yaml", yaml).json().at("/run/cpus").asDouble())
        .isEqualTo(0.5);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'a.b' | 'A_b' | /id | names of lower-case",
        "'cpus':1 | 'cpus':0.001 | /run/cpus | at least 0.01",
        "'mem':32 | 'mem':1 | /run/mem | at least 32",
        "'disk':0 | 'disk':-1 | /run/disk | at least 0",
        "'cpus':1, | '' | /run/cpus | is missing",
        "'cmd':'x', | '' | /run | nothing to run",
        "'cmd' | 'cdm' | /run/cdm | did you mean 'cmd'?",
        "'run' | 'labels':{'a':1},'run' | /labels/a | must be a string",
        "'run' | 'dependencies':[{'id':'c'}],'run' | /dependencies | there is no job c",
        "'cmd' | 'secrets':{'a':{'source':'b'}},'cmd' | /run/secrets/a | no variable or volume uses it",
        "'cmd' | 'env':{'a':{'secret':'b'}},'cmd' | /run/env/a/secret | there is no 'b' among",
        "'cmd' | 'volumes':[{'containerPath':'x','secret':'b'}],'cmd' | /run/volumes(0)/secret | there is no 'b' among",
        "'cmd' | 'volumes':[{'containerPath':'/x','hostPath':'/y'}],'cmd' | /run/volumes(0)/containerPath | in the sandbox",
        "'cmd' | 'restart':{'policy':'OFTEN'},'cmd' | /run/restart/policy | none of NEVER",
        "'run' | 'schedules':[{'id':'s','cron':'0 0 30 2 *'}],'run' | /schedules(0)/cron | no such day",
        "'run' | 'schedules':[{'id':'s','cron':'0 0 * * *','timezone':'Europe/Berln'}],'run' | /schedules(0)/timezone | did you mean 'Europe/Berlin'?",
        "'run' | 'schedules':[{'id':'s','cron':'0 0 * * *','startingDeadlineSeconds':5}],'run' | /schedules(0)/startingDeadlineSeconds | from 60",
        "'run' | 'batch':{'array':{'indexes':'0-2147483648'}},'run' | /batch/array/indexes | must end at 999999",
        "'cmd' | 'placement':{'constraints':[{'attribute':'a','operator':'LIKE','value':'('}]},'cmd' | /run/placement/constraints(0)/value | no regular expression"
      })
  void refusesWhatBreaksARule(String part, String instead, String path, String rule)
      throws Exception {
    String broken = JOB.replace(part, instead.equals("''") ? "" : instead);
    assertThat(broken).isNotEqualTo(JOB);
    Got answer = call("POST", "/v1/jobs", broken);

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.json().path("message").asText()).isEqualTo("Object is not valid");
    assertThat(answer.json().path("details"))
        .anySatisfy(
            detail -> {
              assertThat(detail.path("path").asText()).isEqualTo(path);
              assertThat(detail.path("errors").get(0).asText()).contains(rule);
            });
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /ping, 200, pong",
    "GET, /info, 200, libVersion",
    "GET, /leader, 200, 127.0.0.1:8081",
    "GET, /v1/metrics, 200, metronome.jobs.gauge",
    "GET, /v1/nothing, 404, requestPath",
    "PATCH, /v1/jobs, 405, requestPath",
    "POST, /v1/jobs, 400, Invalid Json",
    "POST, /v1/jobs/none/runs, 404, Job not found",
    "GET, /v1/jobs/none/runs/1/logs/1/stdout, 404, Job not found",
  })
  void answersTheRest(String method, String path, int status, String text) throws Exception {
    Got answer = call(method, path, "");
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.text()).contains(text);
  }
}

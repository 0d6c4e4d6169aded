package io.proffer.service.http;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.ConfigFactory;
import io.proffer.service.json.AppReader;
import io.proffer.service.kernel.ServiceKernel;
import io.proffer.service.kernel.Town;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Marathon's API over HTTP, with a cluster on paper behind it. */
class ServiceHttpTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private static ActorSystem<Void> system;
  private static ServiceHttp http;
  private static String url;

  private final EventHub events = new EventHub(Instant::now);

  private record TownApi(Town town, EventHub events) implements ServiceApi {
    @Override
    public <T> CompletionStage<T> ask(BiFunction<ServiceKernel, Instant, T> question) {
      return CompletableFuture.completedFuture(town.ask(question, events::tell));
    }

    @Override
    public void abdicate() {}

    @Override
    public Optional<String> frameworkId() {
      return Optional.of("f-1");
    }

    @Override
    public Optional<String> master() {
      return Optional.of("m:5050");
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
    http = new ServiceHttp(system);
    int port = http.bind("127.0.0.1", 0).toCompletableFuture().join().localAddress().getPort();
    url = "http://127.0.0.1:" + port;
  }

  @AfterAll
  static void close() {
    system.terminate();
    http.close();
  }

  @BeforeEach
  void begin() {
    Town town = new Town().agent("a1", "cpus:10;mem:10000;disk:1000;ports:[31000-31099]", "");
    http.serve(
        new TownApi(town, events),
        new AppReader("*"),
        events,
        new ServerFacts("marathon", "*", "127.0.0.1", 8080, "m:5050", Optional.empty()));
  }

  private static HttpResponse<String> send(String method, String path, String body)
      throws IOException, InterruptedException {
    return CLIENT.send(
        HttpRequest.newBuilder(URI.create(url + path))
            .method(method, HttpRequest.BodyPublishers.ofString(body.replace('\'', '"')))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static JsonNode get(String path) throws IOException, InterruptedException {
    HttpResponse<String> response = send("GET", path, "");
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return JSON.readTree(response.body());
  }

  @Test
  void makesShowsAndRemovesPods() throws Exception {
    String pod =
        "{'id':'/pod','containers':[{'name':'a','exec':{'command':{'shell':'x'}},"
            + "'resources':{'cpus':0.1,'mem':32}}]}";
    HttpResponse<String> made = send("POST", "/v2/pods", pod);
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    assertThat(made.headers().firstValue("Marathon-Deployment-Id")).isPresent();

    JsonNode status = get("/v2/pods/pod::status");
    assertThat(status.path("status").asText()).isEqualTo("STABLE");
    JsonNode container = status.path("instances").path(0).path("containers").path(0);
    assertThat(container.path("name").asText()).isEqualTo("a");
    assertThat(container.path("status").asText()).isEqualTo("TASK_RUNNING");
    assertThat(get("/v2/pods::status")).hasSize(1);
    assertThat(get("/v2/pods")).hasSize(1);
    assertThat(get("/v2/pods/pod::versions")).hasSize(1);
    assertThat(get("/v2/apps").path("apps")).isEmpty();
    assertThat(get("/v2/groups").path("pods")).hasSize(1);
    assertThat(send("GET", "/v2/apps/pod", "").statusCode()).isEqualTo(404);
    String instance = status.path("instances").path(0).path("id").asText();
    assertThat(send("DELETE", "/v2/pods/pod::instances/" + instance, "").statusCode())
        .isEqualTo(200);

    assertThat(send("DELETE", "/v2/pods/pod", "").statusCode()).isEqualTo(202);
    assertThat(get("/v2/pods")).isEmpty();
  }

  @Test
  void speaksYaml() throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url + "/v2/apps"))
            .header("Content-Type", "application/x-yaml")
            .header("Accept", "text/vnd.yaml");
    HttpResponse<String> made =
        CLIENT.send(
            request.POST(HttpRequest.BodyPublishers.ofString("id: /web\ncmd: x\n")).build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    assertThat(made.headers().firstValue("Content-Type")).contains("application/x-yaml");
    assertThat(made.body()).contains("id: \"/web\"");

    HttpResponse<String> refused =
        CLIENT.send(
            request.POST(HttpRequest.BodyPublishers.ofString("id: /b\ncmd: 1\n")).build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(refused.body()).contains("path: \"/cmd\"");
  }

  @Test
  void documentsExactlyWhatIsThere() throws Exception {
    JsonNode document = get("/openapi.json");
    assertThat(document.path("openapi").asText()).startsWith("3.");
    assertThat(
            DocumentedRoutes.differences(
                document,
                http.resources(),
                (method, path) -> {
                  HttpResponse<String> answer = send(method, path, "");
                  boolean nothing = answer.body().contains("There is nothing at");
                  return nothing ? 405 : answer.statusCode();
                }))
        .isEmpty();
  }

  @Test
  void makesShowsChangesAndRemovesAnApp() throws Exception {
    HttpResponse<String> made = send("POST", "/v2/apps", "{'id':'shop/web','cmd':'x'}");
    assertThat(made.statusCode()).isEqualTo(201);
    assertThat(made.headers().firstValue("Location")).contains("/v2/apps/shop/web");
    assertThat(made.headers().firstValue("Marathon-Deployment-Id")).isPresent();
    JsonNode created = JSON.readTree(made.body());
    assertThat(created.path("deployments")).hasSize(1);
    assertThat(created.path("tasksRunning").asInt()).isZero();

    JsonNode app = get("/v2/apps//shop/web/").path("app");
    assertThat(app.path("tasksRunning").asInt()).isEqualTo(1);
    assertThat(app.path("tasks").get(0).path("state").asText()).isEqualTo("TASK_RUNNING");
    assertThat(app.path("tasks").get(0).path("servicePorts").get(0).asInt()).isEqualTo(10000);
    assertThat(get("/v2/apps/?embed=apps.tasks").path("apps")).isNotNull();
    assertThat(get("/v2/apps?embed=apps.tasks").path("apps").get(0).path("tasks")).hasSize(1);
    assertThat(get("/v2/apps").path("apps").get(0).has("tasks")).isFalse();
    assertThat(get("/v2/groups/shop").path("apps").get(0).path("id").asText())
        .isEqualTo("/shop/web");
    assertThat(get("/v2/groups//").path("groups").get(0).path("id").asText()).isEqualTo("/shop");

    HttpResponse<String> scaled = send("PUT", "/v2/apps/shop/web", "{'instances':2}");
    assertThat(scaled.statusCode()).isEqualTo(200);
    assertThat(JSON.readTree(scaled.body()).path("deploymentId").asText()).isNotEmpty();
    assertThat(get("/v2/apps/shop/web/tasks").path("tasks")).hasSize(2);
    JsonNode versions = get("/v2/apps/shop/web/versions").path("versions");
    assertThat(versions).hasSize(2);
    assertThat(
            get("/v2/apps/shop/web/versions/" + versions.get(1).asText()).path("instances").asInt())
        .isEqualTo(1);

    assertThat(send("DELETE", "/v2/apps/shop/web", "").statusCode()).isEqualTo(200);
    assertThat(send("GET", "/v2/apps/shop/web", "").body())
        .isEqualTo("{\"message\":\"App '/shop/web' does not exist\"}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          POST   | /v2/apps          | {'id':'/x'       | 400 | Invalid JSON
          POST   | /v2/apps          | []               | 422 | Invalid JSON
          POST   | /v2/apps          | {'id':1}         | 422 | Invalid JSON
          POST   | /v2/apps          | {'id':'/x'}      | 422 | Object is not valid
          POST   | /v2/apps          | {'id':'/../x/..','cmd':'x'} | 422 | Object is not valid
          GET    | /v2/apps/none     | ''               | 404 | App '/none' does not exist
          PATCH  | /v2/apps/none     | {'instances':1}  | 404 | App '/none' does not exist
          DELETE | /v2/groups/none   | ''               | 404 | Group '/none' does not exist
          GET    | /v2/groups/none   | ''               | 404 | Group '/none' does not exist
          DELETE | /v2/deployments/x | ''               | 404 | DeploymentPlan 'x' does not exist
          GET    | /v2/nothing       | ''               | 404 | There is nothing at /v2/nothing
          POST   | /v2/queue         | ''               | 405 | POST is not possible at /v2/queue
          """)
  void refusesWithAStatusAndAMessage(
      String method, String path, String body, int status, String message) throws Exception {
    HttpResponse<String> response = send(method, path, body);

    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(JSON.readTree(response.body()).path("message").asText()).isEqualTo(message);
    assertThat(JSON.readTree(response.body()).path("details"))
        .allSatisfy(detail -> assertThat(detail.path("errors")).isNotEmpty());
  }

  @Test
  void refusesASecondAppOfTheSameName() throws Exception {
    send("POST", "/v2/apps", "{'id':'/x','cmd':'x'}");

    HttpResponse<String> second = send("POST", "/v2/apps", "{'id':'/x','cmd':'x'}");

    assertThat(second.statusCode()).isEqualTo(409);
    assertThat(second.body()).contains("An app with id [/x] already exists.");
  }

  @Test
  void saysThatAnAppIsLockedAndWhy() throws Exception {
    send("POST", "/v2/apps", "{'id':'/x','cmd':'x','cpus':1000}");

    HttpResponse<String> locked = send("PUT", "/v2/apps/x", "{'instances':2}");

    assertThat(locked.statusCode()).isEqualTo(409);
    JsonNode deployment = get("/v2/deployments").get(0);
    assertThat(JSON.readTree(locked.body()).path("deployments").get(0).path("id"))
        .isEqualTo(deployment.path("id"));
    assertThat(deployment.path("currentActions").get(0).path("action").asText())
        .isEqualTo("ScaleApplication");
    JsonNode waiting = get("/v2/queue?embed=lastUnusedOffers").path("queue").get(0);
    assertThat(waiting.path("count").asInt()).isEqualTo(1);
    assertThat(waiting.path("lastUnusedOffers").get(0).path("reason").get(0).asText())
        .isEqualTo("InsufficientCpus");
    assertThat(send("DELETE", "/v2/deployments/" + deployment.path("id").asText(), "").statusCode())
        .isEqualTo(200);
    assertThat(get("/v2/apps").path("apps")).isEmpty();
  }

  @Test
  void saysWhatItIs() throws Exception {
    assertThat(send("GET", "/ping", "").body()).isEqualTo("pong");
    assertThat(get("/v2/info").path("frameworkId").asText()).isEqualTo("f-1");
    assertThat(get("/v2/leader").path("leader").asText()).isEqualTo("127.0.0.1:8080");
    assertThat(send("GET", "/metrics/prometheus", "").body())
        .contains("marathon_apps_active_gauge 0");
    assertThat(get("/metrics").path("gauges").isObject()).isTrue();
  }

  @Test
  void tellsEventsOfTheKindsAskedFor() throws Exception {
    HttpResponse<InputStream> stream =
        CLIENT.send(
            HttpRequest.newBuilder(URI.create(url + "/v2/events?event_type=status_update_event"))
                .header("Accept", "text/event-stream")
                .build(),
            HttpResponse.BodyHandlers.ofInputStream());
    send("POST", "/v2/apps", "{'id':'/x','cmd':'x'}");

    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
      String line = lines.readLine();
      while (!line.startsWith("event:")) {
        line = lines.readLine();
      }
      assertThat(line).isEqualTo("event: status_update_event");
      JsonNode event = JSON.readTree(lines.readLine().substring("data: ".length()));
      assertThat(event.path("eventType").asText()).isEqualTo("status_update_event");
      assertThat(event.path("taskStatus").asText()).isEqualTo("TASK_RUNNING");
      assertThat(event.path("appId").asText()).isEqualTo("/x");
    }
  }
}

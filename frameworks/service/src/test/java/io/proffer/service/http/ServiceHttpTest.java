package io.proffer.service.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Marathon's API over HTTP, with a cluster on paper behind it. */
class ServiceHttpTest {

  @RegisterExtension private static final TownHttp TOWN = new TownHttp();

  private static HttpResponse<String> send(String method, String path, String body)
      throws Exception {
    return TOWN.send(method, path, body);
  }

  private static JsonNode get(String path) throws Exception {
    return TOWN.get(path);
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
    Map<String, String> yaml =
        Map.of("Content-Type", "application/x-yaml", "Accept", "text/vnd.yaml");
    HttpResponse<String> made = TOWN.send("POST", "/v2/apps", "id: /web\ncmd: x\n", yaml);
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    assertThat(made.headers().firstValue("Content-Type")).contains("application/x-yaml");
    assertThat(made.body()).contains("id: \"/web\"");

    HttpResponse<String> refused = TOWN.send("POST", "/v2/apps", "id: /b\ncmd: 1\n", yaml);
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
                TOWN.resources(),
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
    JsonNode created = TownHttp.json(made);
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
    assertThat(TownHttp.json(scaled).path("deploymentId").asText()).isNotEmpty();
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
    assertThat(TownHttp.json(response).path("message").asText()).isEqualTo(message);
    assertThat(TownHttp.json(response).path("details"))
        .allSatisfy(detail -> assertThat(detail.path("errors")).isNotEmpty());
  }

  @Test
  void refusesABodyOfAHundredMegabytesAndGoesOn() throws Exception {
    String body = "{'id':'/x','cmd':'" + "x".repeat(100 << 20) + "'}";

    assertThat(send("POST", "/v2/apps", body).statusCode()).isEqualTo(413);

    assertThat(get("/v2/apps").path("apps")).isEmpty();
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
    assertThat(TownHttp.json(locked).path("deployments").get(0).path("id"))
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
  void keepsTheVersionsOfGroupsAndGoesBackToOne() throws Exception {
    send("POST", "/v2/apps", "{'id':'/shop/web','cmd':'v1'}");
    send("PUT", "/v2/apps/shop/web", "{'cmd':'v2'}");
    send("POST", "/v2/apps", "{'id':'/shop/db','cmd':'x'}");
    send("POST", "/v2/apps", "{'id':'/other','cmd':'x'}");

    JsonNode versions = get("/v2/groups/shop/versions");
    assertThat(versions).hasSize(4);
    assertThat(get("/v2/groups/versions")).hasSize(5);
    String first = versions.get(3).asText();
    JsonNode then = get("/v2/groups/shop/versions/" + first);
    assertThat(then.path("apps")).hasSize(1);
    assertThat(then.path("apps").get(0).path("cmd").asText()).isEqualTo("v1");

    String back = "{'version':'" + first + "'}";
    assertThat(send("PUT", "/v2/groups/shop", back).statusCode()).isEqualTo(200);
    JsonNode now = get("/v2/groups/shop");
    assertThat(now.path("apps")).hasSize(1);
    assertThat(now.path("apps").get(0).path("cmd").asText()).isEqualTo("v1");
    assertThat(get("/v2/apps/other").path("app").path("cmd").asText()).isEqualTo("x");

    assertThat(send("GET", "/v2/groups/none/versions", "").statusCode()).isEqualTo(404);
    String root = get("/v2/groups/versions").get(5).asText();
    assertThat(send("PUT", "/v2/groups/shop", "{'version':'" + root + "'}").statusCode())
        .isEqualTo(404);
    assertThat(send("PUT", "/v2/groups/shop", back.replace("}", ",'apps':[]}")).body())
        .contains("version must be the only field");
  }

  @Test
  void groupsEnforceTheirRole() throws Exception {
    send("POST", "/v2/apps", "{'id':'/dev/old','cmd':'x','cpus':100}");
    assertThat(send("PATCH", "/v2/groups/dev", "{'enforceRole':true}").statusCode()).isEqualTo(200);
    assertThat(get("/v2/groups/dev").path("enforceRole").asBoolean()).isTrue();

    String other = "{'id':'/dev/other','cmd':'x','role':'*'}";
    assertThat(send("POST", "/v2/apps", other).body()).contains("got *, expected one of: [dev]");
    send("POST", "/v2/apps", "{'id':'/dev/new','cmd':'x','cpus':100}");
    assertThat(get("/v2/apps/dev/new").path("app").path("role").asText()).isEqualTo("dev");
    assertThat(send("PUT", "/v2/apps/dev/old?force=true", "{'mem':1}").statusCode()).isEqualTo(200);

    assertThat(send("PATCH", "/v2/groups/dev/x", "{'enforceRole':true}").statusCode())
        .isEqualTo(404);
    assertThat(send("PUT", "/v2/groups/dev/x", "{'enforceRole':true}").body())
        .contains("only a top-level group");
    assertThat(send("PATCH", "/v2/groups/dev", "{'apps':[]}").body())
        .contains("only enforceRole can be patched");
  }

  @Test
  void showsAndChangesWhatIsLogged() throws Exception {
    String change = "{'logger':'io.proffer.nothing','level':'error','durationSeconds':60}";
    assertThat(send("POST", "/logging", change).statusCode()).isEqualTo(200);
    assertThat(get("/logging").path("io.proffer.nothing").asText()).isEqualTo("ERROR");
    assertThat(get("/logging").path("ROOT").isTextual()).isTrue();

    assertThat(send("POST", "/logging", "{'logger':'x','level':'loud'}").body())
        .contains("/level", "use one of trace, debug, info, warn, error");
    assertThat(send("POST", "/logging", "{'level':'info'}").statusCode()).isEqualTo(422);
    String never = "{'logger':'x','level':'info','durationSeconds':0}";
    assertThat(send("POST", "/logging", never).statusCode()).isEqualTo(422);
  }

  @Test
  void tellsOldToolsOfTasksInLinesAndNobodyOfEventsInJson() throws Exception {
    send("POST", "/v2/apps", "{'id':'/shop/web','cmd':'x'}");

    HttpResponse<String> lines = TOWN.send("GET", "/v2/tasks", "", Map.of("Accept", "text/plain"));
    assertThat(lines.body()).matches("shop_web\\t10000\\ta1\\.example:310\\d\\d\\s+");
    assertThat(
            TOWN.send("GET", "/v2/events", "", Map.of("Accept", "application/json")).statusCode())
        .isEqualTo(405);
  }

  @Test
  void tellsEventsOfTheKindsAskedFor() throws Exception {
    InputStream stream = TOWN.listen("/v2/events?event_type=status_update_event", Map.of());
    send("POST", "/v2/apps", "{'id':'/x','cmd':'x'}");

    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      String line = lines.readLine();
      while (!line.startsWith("event:")) {
        line = lines.readLine();
      }
      assertThat(line).isEqualTo("event: status_update_event");
      JsonNode event = new ObjectMapper().readTree(lines.readLine().substring("data: ".length()));
      assertThat(event.path("eventType").asText()).isEqualTo("status_update_event");
      assertThat(event.path("taskStatus").asText()).isEqualTo("TASK_RUNNING");
      assertThat(event.path("appId").asText()).isEqualTo("/x");
    }
  }
}

package io.proffer.service.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Marathon's API has no path for, over HTTP, with a cluster on paper behind it. */
class BeyondHttpTest {

  @RegisterExtension private static final TownHttp TOWN = new TownHttp();

  private static HttpResponse<String> send(String method, String path, String body)
      throws Exception {
    return TOWN.send(method, path, body);
  }

  private static JsonNode ok(String method, String path, String body) throws Exception {
    return TOWN.ok(method, path, body);
  }

  @Test
  void anAppIsAnsweredWithTheObjectOnlyWhenItHasIt() throws Exception {
    ok("POST", "/v2/apps", "{'id':'/plain','cmd':'x'}");
    ok("POST", "/v2/apps", "{'id':'/more','cmd':'x','proffer':{'deployment':{'canaries':1}}}");

    assertThat(ok("GET", "/v2/apps/plain", "").path("app").has("proffer")).isFalse();
    JsonNode more = ok("GET", "/v2/apps/more", "").path("app").path("proffer").path("deployment");
    assertThat(more.path("canaries").asInt()).isEqualTo(1);
    assertThat(more.path("progressDeadlineSeconds").asInt()).isEqualTo(600);
  }

  @Test
  void canariesArePausedPromotedAndRemembered() throws Exception {
    ok("POST", "/v2/apps", "{'id':'/web','cmd':'v1','proffer':{'deployment':{'canaries':1}}}");
    String id = ok("PUT", "/v2/apps/web", "{'cmd':'v2'}").path("deploymentId").asText();
    String at = "/proffer/v1/deployments/" + id;
    assertThat(ok("GET", at, "").path("state").asText()).isEqualTo("waits for promotion");
    assertThat(ok("GET", at, "").path("promotable").get(0).asText()).isEqualTo("/web");
    JsonNode why = ok("GET", "/proffer/v1/apps/web/why", "");
    assertThat(why.path("reasons").get(0).path("reason").asText()).isEqualTo("WaitsForPromotion");

    assertThat(ok("GET", "/v2/apps/web/tasks", "").path("tasks").findValuesAsText("canary"))
        .containsExactly("true");

    ok("POST", at + "/pause", "");
    assertThat(ok("GET", at, "").path("state").asText()).isEqualTo("paused");
    ok("POST", at + "/resume", "");
    ok("POST", at + "/promote", "");

    assertThat(ok("GET", at, "").path("state").asText()).isEqualTo("succeeded");
    assertThat(ok("GET", "/proffer/v1/deployments", "").path("ended").get(0).path("id").asText())
        .isEqualTo(id);
    assertThat(send("POST", at + "/promote", "").statusCode()).isEqualTo(404);
    assertThat(ok("GET", "/v2/apps?embed=apps.tasks", "").findValues("canary")).isEmpty();
    JsonNode task = ok("GET", "/proffer/v1/apps/web/history", "").path("tasks").get(0);
    assertThat(task.path("state").asText()).isEqualTo("TASK_KILLED");
    assertThat(task.path("killedBecause").asText()).contains("new configuration");
  }

  @Test
  void aPlanSaysWhatWouldHappenAndDoesNothing() throws Exception {
    ok("POST", "/v2/apps", "{'id':'/web','cmd':'v1'}");

    JsonNode plan = ok("POST", "/proffer/v1/apps/plan", "{'id':'/web','cmd':'v2','instances':3}");

    assertThat(plan.path("steps").get(0).path("actions").get(0).path("action").asText())
        .isEqualTo("RestartApplication");
    JsonNode app = plan.path("apps").get(0);
    assertThat(app.path("restartsInstances").asBoolean()).isTrue();
    assertThat(app.path("diff").toString())
        .isEqualTo(
            "[{\"path\":\"/cmd\",\"from\":\"v1\",\"to\":\"v2\"},"
                + "{\"path\":\"/instances\",\"from\":1,\"to\":3}]");
    assertThat(ok("GET", "/v2/apps/web", "").path("app").path("cmd").asText()).isEqualTo("v1");
    JsonNode several = ok("POST", "/proffer/v1/apps/plan", "[{'id':'/new','cmd':'x'}]");
    assertThat(several.path("apps").get(0).path("change").asText()).isEqualTo("create");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          POST | /v2/apps | {'id':'/x','cmd':'x','proffer':{'canary':1}} | 422 | /proffer/canary
          POST | /v2/apps | {'id':'/x','cmd':'x','proffer':{'deployment':{'canaries':-1}}} | 422 | /proffer/deployment/canaries
          POST | /v2/apps | {'id':'/x','cmd':'x','proffer':{'deployment':{'canaries':1,'blueGreen':true}}} | 422 | /proffer/deployment/canaries
          POST | /v2/apps | {'id':'/x','cmd':'x','proffer':{'deployment':{'autoPromote':true}}} | 422 | /proffer/deployment/autoPromote
          POST | /v2/apps | {'id':'/x','cmd':'x','proffer':{'deployment':{'healthyDeadlineSeconds':900}}} | 422 | /proffer/deployment/healthyDeadlineSeconds
          POST | /v2/apps | {'id':'/x','cmd':'x','proffer':[]} | 422 | /proffer
          POST | /proffer/v1/apps/plan | {'id':'/x'} | 422 | /
          POST | /proffer/v1/deployments/none/pause | '' | 404 | DeploymentPlan 'none' does not exist
          POST | /proffer/v1/deployments/none/stop | '' | 404 | A deployment takes pause
          GET | /proffer/v1/deployments/none | '' | 404 | DeploymentPlan 'none' does not exist
          GET | /proffer/v1/apps/none/why | '' | 404 | App '/none' does not exist
          GET | /proffer/v1/nothing | '' | 404 | There is nothing at
          DELETE | /proffer/v1/deployments | '' | 405 | DELETE is not possible
          POST | /proffer/v1/webhooks | {'url':'http://127.0.0.1/x'} | 422 | /url
          POST | /proffer/v1/webhooks | {'uri':'x'} | 422 | /uri
          POST | /v2/apps | {'id':'/x','cmd':'x','proffer':{'indexed':true,'deployment':{'canaries':1}}} | 422 | /proffer/indexed
          POST | /v2/apps | {'id':'/x','cmd':'x','proffer':{'unhealthy':{}}} | 422 | /proffer/unhealthy
          POST | /v2/apps | {'id':'/x','cmd':'x','proffer':{'stop':{'preStop':{'path':'x y'}}}} | 422 | /proffer/stop/preStop/path
          POST | /v2/apps | {'id':'/x','cmd':'x','proffer':{'stop':{'preStop':{'path':'/','portIndex':3}}}} | 422 | /proffer/stop/preStop/portIndex
          POST | /v2/apps | {'id':'/x','cmd':'x','proffer':{'autoscale':{'min':3,'max':2,'metrics':[{'type':'cpu','target':1}]}}} | 422 | /proffer/autoscale/max
          POST | /v2/apps | {'id':'/x','cmd':'x','proffer':{'autoscale':{'max':2,'metrics':[{'type':'disk','target':1}]}}} | 422 | /proffer/autoscale/metrics(0)/type
          POST | /v2/apps | {'id':'/x','cmd':'x','proffer':{'autoscale':{'max':2,'schedule':[{'from':'8','to':'9:00'}]}}} | 422 | /proffer/autoscale/schedule(0)/from
          POST | /v2/apps | {'id':'/x','cmd':'x','proffer':{'configs':[{'name':'C'}]}} | 422 | /proffer/configs(0)/name
          GET | /proffer/v1/apps/none/autoscale | '' | 404 | App '/none' does not exist
          PUT | /proffer/v1/configs/c | {'entries':{'../x':'y'}} | 422 | /entries/../x
          PUT | /proffer/v1/configs/c | {'entries':{'x':1}} | 422 | /entries/x
          GET | /proffer/v1/configs/none | '' | 404 | Config 'none' does not exist
          PUT | /proffer/v1/secrets/s | {'value':'x'} | 409 | --secrets-key-file
          GET | /proffer/v1/secrets/none | '' | 404 | Secret 'none' does not exist
          DELETE | /proffer/v1/webhooks/none | '' | 404 | Webhook 'none' does not exist
          """)
  void refusesWithAStatusAndWhere(String method, String path, String body, int status, String part)
      throws Exception {
    HttpResponse<String> response = send(method, path, body);

    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(response.body()).contains(part);
  }

  @Test
  void autoscalingIsSetShownAndTakenAway() throws Exception {
    ok("POST", "/v2/apps", "{'id':'/web','cmd':'x','proffer':{'updateInPlace':true}}");
    String at = "/proffer/v1/apps/web/autoscale";

    ok("PUT", at, "{'min':1,'max':5,'metrics':[{'type':'memory','target':0.5}]}");

    JsonNode shown = ok("GET", at, "");
    assertThat(shown.path("limitsNow").path("max").asInt()).isEqualTo(5);
    assertThat(shown.path("history").path("at")).isEmpty();
    assertThat(shown.path("autoscale").path("tolerance").asDouble()).isEqualTo(0.1);
    JsonNode proffer = ok("GET", "/v2/apps/web", "").path("app").path("proffer");
    assertThat(proffer.path("updateInPlace").asBoolean()).isTrue();
    assertThat(proffer.has("autoscale")).isTrue();
    ok("DELETE", at, "");
    assertThat(send("GET", at, "").statusCode()).isEqualTo(404);
  }

  @Test
  void configsHaveVersionsAndStayWhileTheyAreUsed() throws Exception {
    assertThat(send("PUT", "/proffer/v1/configs/c", "{'entries':{'A':'1'}}").statusCode())
        .isEqualTo(201);
    ok("POST", "/v2/apps", "{'id':'/web','cmd':'x','proffer':{'configs':[{'name':'c'}]}}");
    assertThat(ok("PUT", "/proffer/v1/configs/c", "{'entries':{'A':'2'}}").path("version").asInt())
        .isEqualTo(2);

    assertThat(ok("GET", "/proffer/v1/configs/c/versions", "").path("versions")).hasSize(2);
    assertThat(send("DELETE", "/proffer/v1/configs/c", "").body()).contains("is used by [/web]");
    ok("DELETE", "/v2/apps/web", "");
    assertThat(send("DELETE", "/proffer/v1/configs/c", "").statusCode()).isEqualTo(204);
    assertThat(ok("GET", "/proffer/v1/configs", "").path("configs")).isEmpty();
  }

  @Test
  void webhooksAreKeptAndListedAndOldClientsSeeTheirCallbacks() throws Exception {
    String made =
        ok(
                "POST",
                "/proffer/v1/webhooks",
                "{'url':'https://93.184.216.34/hook','events':['no_such_event']}")
            .path("id")
            .asText();

    assertThat(ok("GET", "/proffer/v1/webhooks", "").path("webhooks")).hasSize(1);
    assertThat(ok("GET", "/v2/eventSubscriptions", "").path("callbackUrls").get(0).asText())
        .isEqualTo("https://93.184.216.34/hook");
    assertThat(send("DELETE", "/proffer/v1/webhooks/" + made, "").statusCode()).isEqualTo(204);
    assertThat(ok("GET", "/v2/eventSubscriptions", "").path("callbackUrls")).isEmpty();
  }

  @Test
  void aVersionIsKeptAsItWasWritten() throws Exception {
    Map<String, String> yaml = Map.of("Content-Type", "application/yaml");
    TOWN.send("POST", "/v2/apps", "# the shop\nid: /web\ncmd: v1\n", yaml);
    ok("PUT", "/v2/apps/web", "{'cmd':'v2'}");
    JsonNode versions = ok("GET", "/v2/apps/web/versions", "").path("versions");
    String at = "/proffer/v1/apps/web/versions/";

    JsonNode first = ok("GET", at + versions.get(1).asText(), "");
    assertThat(first.path("source").path("text").asText()).startsWith("# the shop\n");
    assertThat(first.path("source").path("contentType").asText()).isEqualTo("application/yaml");
    assertThat(first.has("previousVersion")).isFalse();
    JsonNode second = ok("GET", at + versions.get(0).asText(), "");
    assertThat(second.path("source").path("text").asText()).isEqualTo("{\"cmd\":\"v2\"}");
    assertThat(second.path("previousVersion")).isEqualTo(versions.get(1));
    assertThat(second.path("diff")).hasSize(1);
    assertThat(second.path("diff").get(0).path("path").asText()).isEqualTo("/cmd");

    assertThat(send("GET", at + "2001-01-01T00:00:00Z", "").statusCode()).isEqualTo(404);
    assertThat(send("GET", at + "yesterday", "").statusCode()).isEqualTo(400);
  }

  private List<String> ids(String last, int count) throws Exception {
    InputStream stream =
        TOWN.listen(
            "/proffer/v1/events?event_type=deployment_success&event_type=events_lost",
            last.isEmpty() ? Map.of() : Map.of("Last-Event-ID", last));
    if (last.isEmpty()) {
      for (int i = 0; i < count; i++) {
        ok("POST", "/v2/apps", "{'id':'/app-" + i + "','cmd':'x'}");
      }
    }
    List<String> ids = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      while (ids.size() < count) {
        String line = lines.readLine();
        if (line.startsWith("id: ") || line.equals("event: events_lost")) {
          ids.add(line);
        }
      }
    }
    return ids;
  }

  @Test
  void whoComesBackGetsTheEventsThatWereMissed() throws Exception {
    List<String> seen = ids("", 3);

    assertThat(ids(seen.getFirst().substring(4), 2)).isEqualTo(seen.subList(1, 3));
    assertThat(ids("another-7", 1)).containsExactly("event: events_lost");
  }
}

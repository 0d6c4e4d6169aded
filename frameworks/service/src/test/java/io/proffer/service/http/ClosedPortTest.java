package io.proffer.service.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.proffer.core.security.ProxyKey;
import io.proffer.frameworks.common.http.PortAuthentication;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Everything that there is at the port is behind its gate. */
class ClosedPortTest {

  private static final ProxyKey KEY = ProxyKey.make(new Random(1));

  @RegisterExtension
  private static final TownHttp TOWN =
      new TownHttp(new PortAuthentication(Optional.empty(), true, true), KEY);

  private static Map<String, String> sentByMaster() {
    return Map.of("Authorization", KEY.authorization(Optional.of("ada"), Instant.now()));
  }

  private static List<String> paths() throws Exception {
    HttpResponse<String> document = TOWN.send("GET", "/openapi.json", "", sentByMaster());
    List<String> paths =
        new ArrayList<>(List.of("/", "/nothing", "/v2/events", "/proffer/v1/events", "//v2//apps"));
    for (Map.Entry<String, JsonNode> path : TownHttp.json(document).path("paths").properties()) {
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
        HttpResponse<String> answer = TOWN.send(method, path, "{}");

        assertThat(answer.statusCode()).as("%s %s", method, path).isEqualTo(401);
        assertThat(answer.headers().firstValue("WWW-Authenticate"))
            .contains("Basic realm=\"Mesosphere\"");
        assertThat(TownHttp.json(answer).path("message").asText()).startsWith("Say who you are");
      }
    }
    assertThat(TOWN.send("GET", "/ping", "").body()).isEqualTo("pong");
  }

  @Test
  void norDoesHeHearOfEvents() throws Exception {
    for (String path : List.of("/v2/events", "/proffer/v1/events")) {
      assertThat(TOWN.send("GET", path, "", Map.of("Accept", "text/event-stream")).statusCode())
          .isEqualTo(401);
    }
  }

  @Test
  void whomTheMasterSendsDeploys() throws Exception {
    String app = "{\"id\": \"/web\", \"cmd\": \"serve\"}";

    assertThat(TOWN.send("POST", "/v2/apps", app, sentByMaster()).statusCode()).isEqualTo(201);
    assertThat(TOWN.send("GET", "/v2/apps/web", "", sentByMaster()).statusCode()).isEqualTo(200);
  }
}

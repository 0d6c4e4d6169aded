package io.proffer.frameworks.common.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.proffer.core.security.Credential;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A framework that reads from agents which want to know who asks. */
class AgentCallerTest {

  private static final Credential MARATHON = new Credential("marathon", "42195");

  private final AgentCaller caller = new AgentCaller(Optional.of(MARATHON));
  private final List<String> askedOfMaster = new CopyOnWriteArrayList<>();
  private HttpServer master;
  private HttpServer agent;
  private volatile String good = "first";

  @BeforeEach
  void start() throws IOException {
    master = server(this::master);
    agent = server(this::agent);
    caller.through(() -> Optional.of(address(master)));
  }

  private static HttpServer server(com.sun.net.httpserver.HttpHandler handler) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", handler);
    server.start();
    return server;
  }

  private static String address(HttpServer server) {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  private void master(HttpExchange exchange) throws IOException {
    askedOfMaster.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
    boolean known = MARATHON.authorization().equals(shown(exchange));
    answer(exchange, known ? 200 : 401, "{\"token\":\"" + good + "\"}");
  }

  private void agent(HttpExchange exchange) throws IOException {
    boolean open = good.isEmpty();
    answer(exchange, open || ("Bearer " + good).equals(shown(exchange)) ? 200 : 401, "log");
  }

  private static String shown(HttpExchange exchange) {
    return String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    try (exchange) {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  @AfterEach
  void stop() {
    caller.close();
    master.stop(0);
    agent.stop(0);
  }

  private int read(AgentCaller by) throws Exception {
    URI file = URI.create("http://" + address(agent) + "/files/read?path=x");
    return by.get(file, Duration.ofSeconds(10), BodyHandlers.ofString()).statusCode();
  }

  @Test
  void theMasterIsAskedOnceForATokenOfEachAgent() throws Exception {
    assertThat(read(caller)).isEqualTo(200);
    assertThat(read(caller)).isEqualTo(200);

    assertThat(askedOfMaster)
        .containsExactly("POST /agent/token?address=127.0.0.1%3A" + agent.getAddress().getPort());
  }

  @Test
  void andAgainWhenTheAgentDoesNotTakeItAnyMore() throws Exception {
    assertThat(read(caller)).isEqualTo(200);
    good = "second";

    assertThat(read(caller)).isEqualTo(200);
    assertThat(askedOfMaster).hasSize(2);
  }

  @Test
  void anAgentThatAsksNobodyCostsTheMasterNothing() throws Exception {
    good = "";

    assertThat(read(caller)).isEqualTo(200);
    assertThat(askedOfMaster).isEmpty();
  }

  @Test
  void whomTheMasterDoesNotKnowTheAgentDoesNotEither() throws Exception {
    try (AgentCaller stranger = new AgentCaller(Optional.empty())) {
      stranger.through(() -> Optional.of(address(master)));
      assertThat(read(stranger)).isEqualTo(401);
    }
    try (AgentCaller alone = new AgentCaller(Optional.of(MARATHON))) {
      assertThat(read(alone)).isEqualTo(401);
    }
  }
}

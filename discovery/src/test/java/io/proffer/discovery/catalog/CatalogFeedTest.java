package io.proffer.discovery.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Services that want to know who asks, and masters that lead to them. */
class CatalogFeedTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Optional<String> SHOWN = Optional.of("Basic cm91dGVyOng=");
  private static final String INFO = "{\"name\":\"marathon\",\"frameworkId\":\"f-1\"}";

  private final Server first = new Server();
  private final Server second = new Server();

  /** Answers as a service framework, or sends on. */
  private static final class Server implements AutoCloseable {

    private final HttpServer http;
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final ConcurrentHashMap<String, String> redirects = new ConcurrentHashMap<>();
    private volatile boolean asks;

    Server() {
      try {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      } catch (IOException noPort) {
        throw new UncheckedIOException(noPort);
      }
      http.createContext("/", this::answer);
      http.start();
    }

    URI uri(String path) {
      return URI.create("http://127.0.0.1:" + http.getAddress().getPort() + path);
    }

    /** Wants to be shown that. */
    void ask() {
      asks = true;
    }

    /** Sends everything below a path on. */
    void sendOn(String path, URI to) {
      redirects.put(path, to.toString());
    }

    /** Each path that was asked for, and what was shown with it. */
    List<String> asked() {
      return asked;
    }

    private void answer(HttpExchange exchange) throws IOException {
      try (exchange) {
        String path = exchange.getRequestURI().getPath();
        Optional<String> shown =
            Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"));
        asked.add(path + " " + shown.orElse("nothing"));
        Optional<String> prefix = redirects.keySet().stream().filter(path::startsWith).findFirst();
        if (prefix.isPresent()) {
          String to = redirects.get(prefix.get()) + exchange.getRequestURI();
          exchange.getResponseHeaders().set("Location", to);
          exchange.sendResponseHeaders(307, -1);
        } else if (asks && !shown.equals(SHOWN)) {
          exchange.sendResponseHeaders(401, -1);
        } else {
          String body =
              path.endsWith("/v2/info")
                  ? INFO
                  : path.endsWith("/v2/apps") ? "{\"apps\":[]}" : "data: {}\n\n";
          byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, bytes.length);
          exchange.getResponseBody().write(bytes);
        }
      }
    }

    @Override
    public void close() {
      http.stop(0);
    }
  }

  @AfterEach
  void stop() {
    first.close();
    second.close();
  }

  @Test
  void aFrameworkIsShownWhoAsksAlsoForItsEvents() {
    first.ask();
    List<Catalog> told = new CopyOnWriteArrayList<>();
    try (CatalogFeed feed = CatalogFeed.start(List.of(first.uri("")), SHOWN, told::add)) {
      assertThat(feed).isNotNull();
      await()
          .atMost(PATIENCE)
          .until(() -> first.asked().contains("/v2/events " + SHOWN.get()) && told.size() == 1);
    }
    assertThat(first.asked()).allMatch(asked -> asked.endsWith(SHOWN.get()));
  }

  @Test
  void whoIsNotKnownIsToldWhatToGive() {
    first.ask();

    assertThatThrownBy(() -> CatalogFeed.ask(first.uri(""), Optional.empty()))
        .hasMessageContaining("give --credential");
    assertThatThrownBy(() -> CatalogFeed.ask(first.uri(""), Optional.of("Basic x")))
        .hasMessageContaining("does not take the credential");
  }

  @Test
  void aMasterLeadsToItByAPath() throws Exception {
    first.ask();

    assertThat(CatalogFeed.ask(first.uri("/service/marathon"), SHOWN).apps()).isEmpty();
    assertThat(first.asked())
        .containsExactly(
            "/service/marathon/v2/info " + SHOWN.get(), "/service/marathon/v2/apps " + SHOWN.get());
  }

  @Test
  void aProcessThatFollowsIsBelievedWhoLeads() throws Exception {
    second.ask();
    first.sendOn("/v2", second.uri(""));

    assertThat(CatalogFeed.ask(first.uri(""), SHOWN).apps()).isEmpty();
    assertThat(second.asked()).hasSize(2);
  }

  @Test
  void whatAFrameworkBehindAMasterNamesIsNotShownWhatIsForMasters() {
    second.ask();
    first.sendOn("/service", second.uri(""));

    assertThatThrownBy(() -> CatalogFeed.ask(first.uri("/service/marathon"), SHOWN))
        .hasMessageContaining("401");
    assertThat(second.asked()).allMatch(asked -> asked.endsWith(" nothing"));
  }

  @Test
  void anotherMasterThatIsNamedIs() {
    second.ask();
    first.sendOn("/service", second.uri(""));
    List<Catalog> told = new CopyOnWriteArrayList<>();
    List<URI> masters = List.of(first.uri("/service/marathon"), second.uri("/service/marathon"));
    try (CatalogFeed feed = CatalogFeed.start(masters, SHOWN, told::add)) {
      assertThat(feed).isNotNull();
      await().atMost(PATIENCE).until(() -> told.size() == 1);
    }
    assertThat(second.asked()).allMatch(asked -> asked.endsWith(SHOWN.get()));
  }
}

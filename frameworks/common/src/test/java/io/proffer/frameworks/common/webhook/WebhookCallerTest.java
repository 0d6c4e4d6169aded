package io.proffer.frameworks.common.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Webhooks are called, again when that failed, and only where they may be. */
class WebhookCallerTest {

  private final WebhookCaller caller =
      new WebhookCaller(
          new Targets(true), new Patience(8, Duration.ofMillis(5), Duration.ofMillis(50)));
  private final List<String> bodies = new CopyOnWriteArrayList<>();
  private final List<String> signatures = new CopyOnWriteArrayList<>();
  private final Deque<Integer> answers = new ArrayDeque<>();
  private HttpServer server;

  @BeforeEach
  void open() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/hook", this::answer);
    server.start();
  }

  @AfterEach
  void close() {
    caller.close();
    server.stop(0);
  }

  private synchronized void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      signatures.addAll(exchange.getRequestHeaders().getOrDefault(Signature.HEADER, List.of()));
      bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
      exchange.sendResponseHeaders(answers.isEmpty() ? 200 : answers.pop(), -1);
    }
  }

  private void hook(Set<String> events, Integer... statuses) {
    answers.addAll(List.of(statuses));
    String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
    caller.set(List.of(new Webhook("w", url, events)));
  }

  @Test
  void signsWhatItSendsAndSaysWhenAllWereTold() throws IOException {
    String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
    caller.set(
        List.of(
            new Webhook("w", url, Set.of(), Optional.of("key")),
            new Webhook("v", url, Set.of("other"))));
    List<String> settled = new CopyOnWriteArrayList<>();
    caller.tell("a_event", "The quick brown fox jumps over the lazy dog", () -> settled.add("a"));
    Awaitility.await().until(() -> settled.contains("a"));

    assertThat(signatures)
        .containsExactly("sha256=f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8");
    assertThat(caller.isWanted("a_event")).isTrue();
    caller.set(List.of());
    assertThat(caller.isWanted("a_event")).isFalse();
  }

  @Test
  void whatWaitsForOneThatIsRemovedIsSettledAndWhatWaitsAtTheEndIsNot() {
    hook(Set.of(), 500, 500, 500, 500);
    List<String> settled = new CopyOnWriteArrayList<>();
    caller.tell("a_event", "1", () -> settled.add("1"));
    caller.tell("a_event", "2", () -> settled.add("2"));
    caller.set(List.of());
    assertThat(settled).contains("2");

    WebhookCaller closed = new WebhookCaller(new Targets(false), Patience.LONG);
    closed.set(List.of(new Webhook("w", "http://127.0.0.1:1/", Set.of())));
    closed.tell("a_event", "3", () -> settled.add("3"));
    closed.close();
    assertThat(settled).doesNotContain("3");
  }

  private WebhookLine.Tally record() {
    return caller.record("w").orElseThrow();
  }

  @Test
  void triesAgainUntilItIsToldAndKeepsTheOrder() {
    hook(Set.of(), 503, 500);
    caller.tell("a_event", "1");
    caller.tell("b_event", "2");

    Awaitility.await().until(() -> record().delivered() == 2);

    assertThat(bodies).containsExactly("1", "1", "1", "2");
    assertThat(record().trouble()).isEmpty();
  }

  @Test
  void tellsOnlyWhatIsAskedForAndGivesUpWhatIsRefused() {
    hook(Set.of("b_event"), 404);
    caller.tell("a_event", "1");
    caller.tell("b_event", "2");

    Awaitility.await().until(() -> record().dropped() == 1);

    assertThat(bodies).containsExactly("2");
    assertThat(record().trouble()).contains("it answered 404");
  }

  @Test
  void givesUpAfterSomeTries() {
    hook(Set.of(), 500, 500, 500, 500, 500, 500, 500, 500);
    caller.tell("a_event", "1");

    Awaitility.await().until(() -> record().dropped() == 1);

    assertThat(bodies).hasSize(8);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1/x",
        "http://localhost:5050/x",
        "http://10.1.2.3/",
        "http://192.168.0.1/",
        "http://169.254.169.254/latest/meta-data",
        "http://100.64.0.1/",
        "http://0.0.0.0/",
        "http://[::1]/",
        "http://[fd00::1]/",
        "http://[::ffff:127.0.0.1]/",
        "ftp://example.org/",
        "http:///x",
        "http://user:pw@93.184.216.34/",
        "not a url"
      })
  void callsNothingThatOnlyThisNetworkReaches(String url) {
    assertThat(new Targets(false).problem(url)).isPresent();
  }

  @Test
  void callsWhatEverybodyReaches() {
    assertThat(new Targets(false).problem("https://93.184.216.34:8443/hook?x=1")).isEmpty();
    assertThat(new Targets(true).problem("http://127.0.0.1/x")).isEmpty();
  }
}

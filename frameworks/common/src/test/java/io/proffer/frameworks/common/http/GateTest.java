package io.proffer.frameworks.common.http;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.util.ByteString;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.proffer.core.security.Attempts;
import io.proffer.core.security.Credential;
import io.proffer.core.security.Credentials;
import io.proffer.core.security.ProxyKey;
import io.proffer.core.security.Tokens;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Whom a framework's port lets in that wants to know everybody, on the wire. */
class GateTest {

  private static final Credential ADA = new Credential("ada", "lovelace");
  private static final Optional<Credentials> KNOWN = Optional.of(new Credentials(List.of(ADA)));
  private static final PortAuthentication EVERYWHERE = new PortAuthentication(KNOWN, true, true);
  private static final int MAX_BODY = 1000;

  private final ActorSystem<Void> system = ActorSystem.create(Behaviors.empty(), "gate");
  private final HttpClient http = HttpClient.newHttpClient();
  private final ProxyKey key = ProxyKey.make(new Random(1));
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");

  /** Says what it was asked, to whoever is let in. */
  private static final class Echo implements Manner<String> {

    @Override
    public String name() {
      return "echo";
    }

    @Override
    public long maxBodyBytes() {
      return MAX_BODY;
    }

    @Override
    public HttpResponse answer(String served, HttpRequest http, ByteString body) {
      return HttpResponse.create().withEntity(served + " " + http.method().value());
    }

    @Override
    public HttpResponse error(int status, String message) {
      return HttpResponse.create().withStatus(status).withEntity(message);
    }

    @Override
    public String realm() {
      return "Echo";
    }

    @Override
    public String viaHeader() {
      return "X-Echo-Via";
    }

    @Override
    public Set<String> streams() {
      return Set.of();
    }
  }

  private int port(PortAuthentication asks) {
    OnePort<String> port = one(asks);
    port.serve("heard");
    return bind(port);
  }

  private OnePort<String> one(PortAuthentication asks) {
    return new OnePort<>(system, new Echo(), new Gate(asks, key, () -> now));
  }

  private static int bind(OnePort<String> port) {
    return port.bind("127.0.0.1", 0).toCompletableFuture().join().localAddress().getPort();
  }

  @AfterEach
  void end() {
    http.shutdownNow();
    system.terminate();
    system.getWhenTerminated().toCompletableFuture().join();
  }

  private java.net.http.HttpResponse<String> ask(
      int port, String method, String path, String... headers) throws Exception {
    java.net.http.HttpRequest.Builder request =
        java.net.http.HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(Duration.ofSeconds(20))
            .method(method, body(method));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return http.send(request.build(), BodyHandlers.ofString());
  }

  private static BodyPublisher body(String method) {
    return method.equals("GET") || method.equals("HEAD")
        ? BodyPublishers.noBody()
        : BodyPublishers.ofString("body");
  }

  private String sent(String principal) {
    return key.authorization(Optional.of(principal), now);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
  void aStrangerIsRefusedWhateverHeAsks(String method) throws Exception {
    int port = port(EVERYWHERE);
    String another = ProxyKey.make(new Random(2)).authorization(Optional.of("ada"), now);
    for (String shown : List.of("", "Bearer x.y.z", "Basic YWRhOndyb25n", "Digest x", another)) {
      for (String path : List.of("/v2/apps", "/", "/metrics", "/ping/x", "/Ping", "//ping")) {
        java.net.http.HttpResponse<String> answer =
            shown.isEmpty()
                ? ask(port, method, path)
                : ask(port, method, path, "Authorization", shown);

        assertThat(answer.statusCode()).as("%s %s %s", method, path, shown).isEqualTo(401);
        assertThat(answer.headers().firstValue("WWW-Authenticate"))
            .contains("Basic realm=\"Echo\"");
        assertThat(answer.body()).doesNotContain("heard");
      }
    }
  }

  @Test
  void whoWatchesItNeedNotSayWhoHeIs() throws Exception {
    assertThat(ask(port(EVERYWHERE), "GET", "/ping").body()).isEqualTo("heard GET");
  }

  @Test
  void aCredentialLetsIn() throws Exception {
    assertThat(ask(port(EVERYWHERE), "PUT", "/x", "Authorization", ADA.authorization()).body())
        .isEqualTo("heard PUT");
  }

  @Test
  void theMasterIsBelievedWhomItSendsForAsLongAsItSays() throws Exception {
    int port = port(new PortAuthentication(Optional.empty(), true, true));
    String bob = sent("bob");

    assertThat(ask(port, "POST", "/x", "Authorization", bob).statusCode()).isEqualTo(200);
    assertThat(ask(port, "GET", "/x", "Authorization", sent("")).statusCode()).isEqualTo(200);
    assertThat(ask(port, "GET", "/x", "Authorization", ADA.authorization()).statusCode())
        .as("known to the master only")
        .isEqualTo(401);
    now = now.plus(Tokens.LIFE_AT_SERVERS);
    assertThat(ask(port, "POST", "/x", "Authorization", bob).statusCode()).isEqualTo(401);
  }

  @Test
  void passwordsAreNotGuessedForLong() throws Exception {
    int port = port(EVERYWHERE);
    for (int i = 0; i < Attempts.AT_ONCE; i++) {
      String guess = new Credential("ada", "guess" + i).authorization();
      assertThat(ask(port, "GET", "/x", "Authorization", guess).statusCode()).isEqualTo(401);
    }
    java.net.http.HttpResponse<String> late =
        ask(port, "GET", "/x", "Authorization", ADA.authorization());
    assertThat(late.statusCode()).isEqualTo(429);
    assertThat(late.headers().firstValue("Retry-After")).contains("6");
    assertThat(ask(port, "GET", "/x", "Authorization", sent("ada")).statusCode())
        .as("no password was guessed here")
        .isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({"true, false", "false, true"})
  void lookingAndChangingCanEachBeLeftOpen(boolean readOnly, boolean readWrite) throws Exception {
    int port = port(new PortAuthentication(KNOWN, readOnly, readWrite));

    assertThat(ask(port, "GET", "/x").statusCode()).isEqualTo(readOnly ? 401 : 200);
    assertThat(ask(port, "DELETE", "/x").statusCode()).isEqualTo(readWrite ? 401 : 200);
  }

  @ParameterizedTest
  @CsvSource({
    "Origin,         http://evil.example, 403",
    "Origin,         null,                403",
    "Sec-Fetch-Site, cross-site,          403",
    "Sec-Fetch-Site, same-site,           403",
    "Sec-Fetch-Site, same-origin,         200",
    "Sec-Fetch-Site, none,                200"
  })
  void aPasswordThatABrowserKeepsIsNotForPagesOfOthers(String header, String value, int status)
      throws Exception {
    int port = port(EVERYWHERE);
    String shown = ADA.authorization();

    assertThat(ask(port, "POST", "/x", "Authorization", shown, header, value).statusCode())
        .isEqualTo(status);
    assertThat(ask(port, "GET", "/x", "Authorization", shown, header, value).statusCode())
        .isEqualTo(200);
    String own = "http://127.0.0.1:" + port;
    assertThat(ask(port, "POST", "/x", "Authorization", shown, "Origin", own).statusCode())
        .isEqualTo(200);
  }

  @Test
  void aProcessThatFollowsPassesOnWhatItIsShown() throws Exception {
    OnePort<String> follower = one(new PortAuthentication(Optional.empty(), true, true));
    follower.follow(Optional.of("127.0.0.1:" + port(EVERYWHERE)), "127.0.0.1:1");
    int port = bind(follower);

    assertThat(ask(port, "POST", "/x").headers().firstValue("WWW-Authenticate"))
        .contains("Basic realm=\"Echo\"");
    assertThat(ask(port, "POST", "/x", "Authorization", ADA.authorization()).body())
        .isEqualTo("heard POST");
    assertThat(ask(port, "GET", "/ping").body()).isEqualTo("pong");
  }

  @Test
  void whatAStrangerSendsIsNotTakenWithoutEnd() throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port(EVERYWHERE))) {
      socket.setSoTimeout(20_000);
      OutputStream out = socket.getOutputStream();
      out.write(
          "POST /x HTTP/1.1\r\nHost: h\r\nContent-Length: 1000000000\r\n\r\n"
              .getBytes(StandardCharsets.US_ASCII));
      out.write(new byte[2 * MAX_BODY]);
      out.flush();

      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
          .startsWith("HTTP/1.1 401");
    }
  }

  @Test
  void whoHadWhatChangedIsInTheLogWithoutWhatItWas() throws Exception {
    Logger log = (Logger) LoggerFactory.getLogger(OnePort.class);
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    log.addAppender(lines);
    int port = port(EVERYWHERE);

    assertThat(ask(port, "POST", "/v2/apps?k=v", "Authorization", sent("bob")).statusCode())
        .isEqualTo(200);
    assertThat(ask(port, "GET", "/v2/apps", "Authorization", sent("bob")).statusCode())
        .isEqualTo(200);

    log.detachAppender(lines);
    assertThat(lines.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .containsExactly("bob at 127.0.0.1 asked for POST /v2/apps: 200");
  }
}

package io.proffer.master.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.proffer.core.model.FrameworkId;
import io.proffer.core.security.Authentication;
import io.proffer.core.security.Credential;
import io.proffer.core.security.Credentials;
import io.proffer.core.security.Proof;
import io.proffer.core.security.ProxyKey;
import io.proffer.core.security.Realm;
import io.proffer.core.security.Tokens;
import io.proffer.core.security.Visitors;
import io.proffer.master.MasterOptions;
import io.proffer.master.MasterServer;
import io.proffer.master.RawHttp;
import io.proffer.master.SchedulerClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the master proves to a framework's web server whom it sends. */
class ServiceProxyTest {

  private static final Credential ADA = new Credential("ada", "lovelace");
  private static final ProxyKey KEY = ProxyKey.make(new Random(1));
  private static final ProxyKey OTHER = ProxyKey.make(new Random(2));

  private MasterServer master;
  private HttpServer web;

  @BeforeEach
  void start(@TempDir Path workDir) throws Exception {
    Authentication people =
        new Authentication(
            new Credentials(List.of(ADA)),
            new Tokens(new byte[Tokens.KEY_BYTES], "proffer"),
            EnumSet.of(Realm.READONLY, Realm.READWRITE));
    master = MasterServer.start(MasterOptions.standalone(workDir).withAuthentication(people));
    master.leading().toCompletableFuture().get(30, TimeUnit.SECONDS);
    web = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    web.createContext("/", ServiceProxyTest::sayWhatIsShown);
    web.start();
  }

  @AfterEach
  void stop() {
    master.close();
    web.stop(0);
  }

  private static void sayWhatIsShown(HttpExchange exchange) throws IOException {
    try (exchange) {
      String shown = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
      byte[] bytes = shown.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private FrameworkInfo.Builder framework() {
    return SchedulerClient.info("web")
        .setFailoverTimeout(60)
        .setWebuiUrl("http://127.0.0.1:" + web.getAddress().getPort());
  }

  /** What the web server is shown. */
  private String askThrough(FrameworkId framework) {
    RawHttp.Answer answer =
        RawHttp.ask(
            master,
            "POST",
            "/service/" + framework.value() + "/x",
            List.of("Authorization: " + ADA.authorization()),
            new byte[0]);
    assertThat(answer.status()).isEqualTo(200);
    return answer.text();
  }

  private static Proof proof(String shown, ProxyKey key) {
    return new Visitors(Optional.empty(), key).prove(shown, "127.0.0.1", Instant.now());
  }

  @Test
  void whoAsksIsSignedWithTheKeyThatTheFrameworkGave() throws Exception {
    try (SchedulerClient scheduler = SchedulerClient.subscribe(master, framework().build(), KEY)) {
      String shown = askThrough(scheduler.id());

      assertThat(proof(shown, KEY))
          .isInstanceOfSatisfying(
              Proof.Of.class, of -> assertThat(of.claims().principal()).isEqualTo("ada"));
      assertThat(proof(shown, OTHER)).isInstanceOf(Proof.Failed.class);
    }
  }

  @Test
  void aFrameworkThatGaveNoneIsShownNothing() throws Exception {
    try (SchedulerClient scheduler = SchedulerClient.subscribe(master, framework().build())) {
      assertThat(askThrough(scheduler.id())).isEqualTo("null");
    }
  }

  @Test
  void theKeyIsThatOfTheSubscriptionThatIsOpen() throws Exception {
    try (SchedulerClient first = SchedulerClient.subscribe(master, framework().build(), KEY)) {
      FrameworkId id = first.id();
      FrameworkInfo same = framework().setId(id.toProto()).build();
      try (SchedulerClient second = SchedulerClient.subscribe(master, same, OTHER)) {
        assertThat(second.id()).isEqualTo(id);
        assertThat(proof(askThrough(id), OTHER)).isInstanceOf(Proof.Of.class);
      }
      try (SchedulerClient third = SchedulerClient.subscribe(master, same)) {
        assertThat(askThrough(third.id())).as("it has given none").isEqualTo("null");
      }
    }
  }
}

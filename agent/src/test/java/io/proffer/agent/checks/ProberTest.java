package io.proffer.agent.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.proffer.agent.container.CheckKind;
import io.proffer.agent.container.ContainerId;
import io.proffer.agent.container.Probe;
import io.proffer.agent.container.ProbeResult;
import io.proffer.agent.container.ProbeTarget;
import io.proffer.agent.container.RunningContainer;
import io.proffer.agent.container.RuntimeKind;
import io.proffer.agent.runtime.NoRuntime;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Looking at servers on the agent's own network, where process tasks are. */
class ProberTest {

  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration SHORT = Duration.ofMillis(300);

  private final Answers answers = new Answers();
  private final Prober prober = new Prober(new NoRuntime(), answers);

  @AfterEach
  void close() {
    prober.close();
  }

  private static RunningContainer container(String id) {
    return new RunningContainer(
        new ContainerId(id),
        RuntimeKind.PROCESS,
        "1:1",
        Optional.of(ProcessHandle.current().pid()),
        List.of("127.0.0.1"),
        "/sandbox",
        Instant.EPOCH);
  }

  private static Probe probe(Duration timeout, ProbeTarget... targets) {
    return new Probe(container("c1"), CheckKind.CHECK, List.of(targets), timeout, Map.of());
  }

  private static ProbeTarget http(TaskServer server, String path) {
    return new ProbeTarget.Http("http", server.port(), path, false);
  }

  private ProbeResult look(Duration timeout, ProbeTarget target) throws InterruptedException {
    prober.start(probe(timeout, target));
    List<ProbeResult> results = answers.await(PATIENCE);
    assertThat(results).hasSize(1);
    return results.getFirst();
  }

  private ProbeResult look(ProbeTarget target) throws InterruptedException {
    return look(PATIENCE, target);
  }

  private static String failure(ProbeResult result) {
    assertThat(result).isInstanceOf(ProbeResult.Failed.class);
    return ((ProbeResult.Failed) result).why();
  }

  @Test
  void anHttpServersStatusIsFound() throws Exception {
    try (TaskServer server =
        TaskServer.saying("HTTP/1.1 503 Not yet\r\nContent-Length: 0\r\n\r\n")) {
      assertThat(look(http(server, "/health?deep=1"))).isEqualTo(new ProbeResult.HttpAnswered(503));
      assertThat(server.requests()).containsExactly("GET /health?deep=1 HTTP/1.1");
    }
  }

  @Test
  void withoutAPathTheRootIsAsked() throws Exception {
    try (TaskServer server = TaskServer.saying(OK)) {
      look(http(server, ""));
      assertThat(server.requests()).containsExactly("GET / HTTP/1.1");
    }
  }

  @Test
  void aPathCannotAddToTheRequest() throws Exception {
    try (TaskServer server = TaskServer.saying(OK)) {
      look(http(server, "/a b\r\nX: y#part"));
      assertThat(server.requests()).containsExactly("GET /a%20b%0D%0AX:%20y HTTP/1.1");
    }
  }

  @Test
  void anAnswerMayBeChunkedOrEndWithTheConnectionOrBeginWithAnInterimOne() throws Exception {
    for (String answer :
        List.of(
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nabc\r\n0\r\nT: 1\r\n\r\n",
            "HTTP/1.0 200 OK\n\nto the end",
            "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + OK)) {
      try (TaskServer server = TaskServer.saying(answer)) {
        assertThat(look(http(server, "/"))).isEqualTo(new ProbeResult.HttpAnswered(200));
      }
    }
  }

  @Test
  void whatIsNoAnswerIsNoResult() throws Exception {
    for (String answer :
        List.of(
            "SSH-2.0-OpenSSH\r\n",
            "",
            "HTTP/1.1 abc OK\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nshort",
            "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
            "HTTP/1.1 200 OK\r\nX: " + "y".repeat(100_000) + "\r\n\r\n")) {
      try (TaskServer server = TaskServer.saying(answer)) {
        assertThat(failure(look(http(server, "/")))).isNotBlank();
      }
    }
  }

  @Test
  void nobodyListeningIsNoResultOfHttpButOneOfTcp() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    assertThat(failure(look(new ProbeTarget.Http("http", port, "/", false))))
        .contains("127.0.0.1")
        .contains("refused");
    assertThat(look(new ProbeTarget.Tcp(port, false))).isEqualTo(new ProbeResult.TcpTried(false));
    assertThat(look(new ProbeTarget.Tcp(0, false))).isEqualTo(new ProbeResult.TcpTried(false));
  }

  @Test
  void aTcpConnectionIsAllThatIsAskedOfTcp() throws Exception {
    try (ServerSocket mute =
        new ServerSocket(0, 5, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
      assertThat(look(new ProbeTarget.Tcp(mute.getLocalPort(), false)))
          .isEqualTo(new ProbeResult.TcpTried(true));
    }
  }

  @Test
  void ipv6IsLookedAtOnItsOwn() throws Exception {
    InetAddress loopback = TaskNetwork.loopback(true);
    try (TaskServer server = serverOr(loopback)) {
      assertThat(look(new ProbeTarget.Tcp(server.port(), true)))
          .isEqualTo(new ProbeResult.TcpTried(true));
      assertThat(look(new ProbeTarget.Http("http", server.port(), "/", true)))
          .isEqualTo(new ProbeResult.HttpAnswered(200));
      assertThat(look(new ProbeTarget.Tcp(server.port(), false)))
          .as("it does not listen at 127.0.0.1")
          .isEqualTo(new ProbeResult.TcpTried(false));
    }
  }

  private static TaskServer serverOr(InetAddress address) {
    try {
      return TaskServer.at(
          address, (request, out) -> out.write(OK.getBytes(StandardCharsets.US_ASCII)));
    } catch (IOException e) {
      assumeTrue(false, "no IPv6 on this machine: " + e.getMessage());
      throw new AssertionError(e);
    }
  }

  @Test
  void redirectsAreFollowed() throws Exception {
    try (TaskServer server =
        TaskServer.start(
            (request, out) -> {
              String answer =
                  request.startsWith("GET /old ")
                      ? "HTTP/1.1 302 Found\r\nLocation: new?x\r\nContent-Length: 0\r\n\r\n"
                      : "HTTP/1.1 418 Teapot\r\nContent-Length: 0\r\n\r\n";
              out.write(answer.getBytes(StandardCharsets.US_ASCII));
            })) {
      assertThat(look(http(server, "/old"))).isEqualTo(new ProbeResult.HttpAnswered(418));
      assertThat(server.requests()).containsExactly("GET /old HTTP/1.1", "GET /new?x HTTP/1.1");
    }
  }

  @Test
  void redirectsInACircleAreNoResult() throws Exception {
    try (TaskServer server =
        TaskServer.saying("HTTP/1.1 301 Gone round\r\nLocation: /\r\nContent-Length: 0\r\n\r\n")) {
      assertThat(failure(look(http(server, "/")))).isEqualTo("more than 50 redirects");
      assertThat(server.requests()).hasSize(51);
    }
  }

  @Test
  void aRedirectThatLeadsNowhereIsNoResultAndOneWithoutAPlaceIsTheAnswer() throws Exception {
    try (TaskServer server =
        TaskServer.saying(
            "HTTP/1.1 302 Found\r\nLocation: ftp://x/\r\nContent-Length: 0\r\n\r\n")) {
      assertThat(failure(look(http(server, "/")))).contains("ftp://x/");
    }
    try (TaskServer server = TaskServer.saying("HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n")) {
      assertThat(look(http(server, "/"))).isEqualTo(new ProbeResult.HttpAnswered(302));
    }
  }

  @Test
  void certificatesAreNotLookedAt() throws Exception {
    try (TaskServer server =
        TaskServer.over(
            SelfSigned.server(), (r, out) -> out.write(OK.getBytes(StandardCharsets.US_ASCII)))) {
      assertThat(look(new ProbeTarget.Http("https", server.port(), "/", false)))
          .isEqualTo(new ProbeResult.HttpAnswered(200));
      assertThat(failure(look(new ProbeTarget.Http("http", server.port(), "/", false))))
          .isNotBlank();
    }
  }

  @Test
  void aServerThatHangsHasGivenNoResultInTime() throws Exception {
    try (TaskServer server = TaskServer.start((request, out) -> Thread.sleep(60_000))) {
      assertThat(failure(look(SHORT, http(server, "/")))).isEqualTo("no result within 300 ms");
      Awaitility.await().untilAsserted(() -> assertThat(prober.underWay()).isZero());
    }
  }

  @Test
  void aServerThatHangsInTheHandshakeHasGivenNoResultInTime() throws Exception {
    try (TaskServer server = TaskServer.start((request, out) -> Thread.sleep(60_000))) {
      assertThat(failure(look(SHORT, new ProbeTarget.Http("https", server.port(), "/", false))))
          .isEqualTo("no result within 300 ms");
    }
  }

  @Test
  void aServerThatTricklesForEverHasGivenNoResultInTime() throws Exception {
    try (TaskServer server =
        TaskServer.start(
            (request, out) -> {
              out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
              while (true) {
                out.write('x');
                out.flush();
                Thread.sleep(5);
              }
            })) {
      assertThat(failure(look(SHORT, http(server, "/")))).isEqualTo("no result within 300 ms");
      Awaitility.await().untilAsserted(() -> assertThat(server.openConnections()).isZero());
    }
  }

  @Test
  void withSeveralTargetsThereIsAResultForEachInTheirOrder() throws Exception {
    try (TaskServer well = TaskServer.saying(OK);
        TaskServer hangs = TaskServer.start((request, out) -> Thread.sleep(60_000))) {
      prober.start(
          probe(SHORT, http(hangs, "/"), http(well, "/"), new ProbeTarget.Tcp(well.port(), false)));

      List<ProbeResult> results = answers.await(PATIENCE);

      assertThat(failure(results.get(0))).isEqualTo("no result within 300 ms");
      assertThat(results.subList(1, 3))
          .containsExactly(new ProbeResult.HttpAnswered(200), new ProbeResult.TcpTried(true));
    }
  }

  @Test
  void whoIsNotLookedAtAnyMoreIsNotTold() throws Exception {
    try (TaskServer server = TaskServer.start((request, out) -> Thread.sleep(60_000))) {
      prober.start(probe(PATIENCE, http(server, "/")));
      Awaitility.await().until(() -> server.openConnections() == 1);

      prober.stop(new ContainerId("another"));
      assertThat(prober.underWay()).isEqualTo(1);
      prober.stop(new ContainerId("c1"));

      assertThat(prober.underWay()).isZero();
      assertThat(answers.noneWithin(Duration.ofMillis(100))).isTrue();
    }
  }

  @Test
  void aThousandTasksThatHangDoNotHoldUpAnother() throws Exception {
    try (TaskServer hangs = TaskServer.start((request, out) -> Thread.sleep(60_000));
        TaskServer well = TaskServer.saying(OK)) {
      List<Probe> all = new ArrayList<>();
      for (int i = 0; i < 1_000; i++) {
        all.add(
            new Probe(
                container("hangs-" + i),
                CheckKind.HEALTH_CHECK,
                List.of(http(hangs, "/")),
                Duration.ofSeconds(30),
                Map.of()));
      }
      all.forEach(prober::start);

      assertThat(look(http(well, "/"))).isEqualTo(new ProbeResult.HttpAnswered(200));
      assertThat(prober.underWay()).isEqualTo(1_000);
    }
  }
}

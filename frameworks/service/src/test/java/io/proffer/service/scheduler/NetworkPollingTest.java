package io.proffer.service.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.proffer.service.kernel.Poll;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Looks at real ports. */
class NetworkPollingTest {

  private static final String HERE = InetAddress.getLoopbackAddress().getHostAddress();

  private final NetworkPolling polling = new NetworkPolling();

  @AfterEach
  void close() {
    polling.close();
  }

  private Poll.Result look(Poll.Target target, Duration timeout) throws Exception {
    CompletableFuture<Poll.Result> answer = new CompletableFuture<>();
    polling.look(new Poll("t", new Poll.Ready("r"), target, timeout), answer::complete);
    return answer.get(20, TimeUnit.SECONDS);
  }

  @Test
  void tellsStatusTypeAndBody() throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/ready",
        exchange -> {
          byte[] body = "not yet".getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "text/plain");
          exchange.sendResponseHeaders(503, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    try {
      int port = server.getAddress().getPort();
      assertThat(look(new Poll.Http(false, HERE, port, "/ready"), Duration.ofSeconds(10)))
          .isEqualTo(new Poll.Answered(503, "text/plain", "not yet"));
      assertThat(look(new Poll.Tcp(HERE, port), Duration.ofSeconds(10)))
          .isEqualTo(new Poll.Connected());
    } finally {
      server.stop(0);
    }
  }

  @Test
  void whoNeverAnswersIsSilent() throws Exception {
    try (ServerSocket mute = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      assertThat(look(new Poll.Http(false, HERE, mute.getLocalPort(), "/"), Duration.ofMillis(200)))
          .isInstanceOf(Poll.Silent.class);
    }
  }

  @Test
  void whereNobodyListensItSaysSo() throws Exception {
    int free;
    try (ServerSocket socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    assertThat(look(new Poll.Tcp(HERE, free), Duration.ofSeconds(5)))
        .isEqualTo(new Poll.Silent("Connection refused"));
  }
}

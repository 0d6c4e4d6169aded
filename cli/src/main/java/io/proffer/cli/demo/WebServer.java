package io.proffer.cli.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;

/**
 * The web service of the demo, run as a task: answers every request with its version and the id of
 * its task, at the port that it was given, and at {@code /metrics} says how many there were. Asked
 * to end, it goes on answering for a moment, until everybody has heard that it is about to go.
 */
public final class WebServer {

  private static final long FAREWELL_MS = 1_500;
  private static final int BACKLOG = 128;

  private WebServer() {}

  /** Runs until it is asked to end. */
  public static void main(String[] arguments) throws IOException {
    Map<String, String> environment = System.getenv();
    int port = Integer.parseInt(environment.getOrDefault("PORT0", "0"));
    String answer =
        "version %s, %s%n"
            .formatted(
                environment.getOrDefault("VERSION", "0"),
                environment.getOrDefault("MESOS_TASK_ID", "no task"));
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    LongAdder requests = new LongAdder();
    server.createContext(
        "/",
        exchange -> {
          requests.increment();
          answer(exchange, answer);
        });
    server.createContext(
        "/metrics",
        exchange ->
            answer(
                exchange,
                "# TYPE web_requests_total counter\nweb_requests_total " + requests + "\n"));
    server.start();
    Runtime.getRuntime().addShutdownHook(new Thread(WebServer::farewell, "farewell"));
  }

  private static void answer(HttpExchange exchange, String answer) throws IOException {
    byte[] body = answer.getBytes(StandardCharsets.UTF_8);
    try (exchange) {
      exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private static void farewell() {
    try {
      Thread.sleep(FAREWELL_MS);
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }
}

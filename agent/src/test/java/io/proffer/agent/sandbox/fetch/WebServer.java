package io.proffer.agent.sandbox.fetch;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A web server on the loopback interface, good and bad. */
public final class WebServer implements AutoCloseable {

  /** So much that no limit of a test is that high, and yet an end. */
  private static final int ENDLESS_CHUNKS = 4096;

  private final HttpServer server;
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().factory());
  private final List<HttpExchange> requests = Collections.synchronizedList(new ArrayList<>());
  private final CountDownLatch closed = new CountDownLatch(1);

  public WebServer() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.start();
  }

  public String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  /** What was asked for, in order. */
  public List<HttpExchange> requests() {
    return List.copyOf(requests);
  }

  public void on(String path, HttpHandler handler) {
    server.createContext(
        path,
        exchange -> {
          requests.add(exchange);
          try (exchange) {
            handler.handle(exchange);
          }
        });
  }

  public void serve(String path, byte[] content) {
    on(path, e -> answer(e, content));
  }

  public void serve(String path, String content) {
    serve(path, content.getBytes(StandardCharsets.UTF_8));
  }

  static void answer(HttpExchange exchange, byte[] content) throws IOException {
    exchange.sendResponseHeaders(200, content.length == 0 ? -1 : content.length);
    exchange.getResponseBody().write(content);
  }

  public void redirect(String path, String location) {
    on(
        path,
        e -> {
          e.getResponseHeaders().set("Location", location);
          e.sendResponseHeaders(302, -1);
        });
  }

  /** Sends and sends, of unknown length. */
  public void endless(String path) {
    on(
        path,
        e -> {
          e.sendResponseHeaders(200, 0);
          byte[] chunk = new byte[1 << 16];
          for (int i = 0; i < ENDLESS_CHUNKS; i++) {
            e.getResponseBody().write(chunk);
          }
        });
  }

  /** Begins to answer, and then says nothing more. */
  public void stalled(String path) {
    on(
        path,
        e -> {
          e.sendResponseHeaders(200, 1 << 20);
          e.getResponseBody().write(new byte[10]);
          e.getResponseBody().flush();
          awaitClose();
        });
  }

  private void awaitClose() {
    try {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}

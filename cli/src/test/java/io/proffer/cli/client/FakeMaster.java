package io.proffer.cli.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A master that gives the answers it was told to, on a port of its own. */
public final class FakeMaster implements AutoCloseable {

  private record Answer(int status, Map<String, String> headers, String body) {}

  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final List<String> shown = new CopyOnWriteArrayList<>();
  private final HttpServer server;
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();

  public FakeMaster() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException noPort) {
      throw new UncheckedIOException(noPort);
    }
    server.createContext("/", this::answer);
    server.start();
  }

  /** Answers an operator call with this JSON. */
  public FakeMaster answering(String call, String json) {
    answers.put(call, new Answer(200, Map.of(), json));
    return this;
  }

  /** Answers an operator call as anything else. */
  public FakeMaster forgetting(String call) {
    answers.remove(call);
    return this;
  }

  /** Answers everything with this. */
  public FakeMaster answeringAll(int status, Map<String, String> headers, String body) {
    answers.put("", new Answer(status, headers, body));
    return this;
  }

  /** The bodies of all calls so far, in order. */
  public List<String> asked() {
    return List.copyOf(asked);
  }

  /** The {@code Authorization} of all that was asked so far, empty where there was none. */
  public List<String> shown() {
    return List.copyOf(shown);
  }

  public String address() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String asked = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    this.asked.add(asked);
    shown.add(
        Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization")).orElse(""));
    String key =
        asked.isEmpty()
            ? exchange.getRequestURI().getPath()
            : asked.replaceAll(".*\"type\":\"(\\w+)\".*", "$1");
    Answer fallback = answers.getOrDefault("", new Answer(404, Map.of(), "no " + key));
    Answer answer = answers.getOrDefault(key, fallback);
    answer.headers().forEach(exchange.getResponseHeaders()::set);
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}

package io.proffer.cli.session;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.proffer.core.protocol.MalformedRecordException;
import io.proffer.core.protocol.RecordIo;
import io.proffer.core.protocol.RecordIoDecoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** An agent whose nested containers say what they are told, and exit with what is said here. */
final class FakeAgent implements AutoCloseable {

  private static final byte[] END = {};

  private final JsonMapper mapper = new JsonMapper();
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final BlockingQueue<byte[]> said = new LinkedBlockingQueue<>();
  private final List<JsonNode> calls = Collections.synchronizedList(new ArrayList<>());
  private volatile int exitStatus;
  private volatile boolean quick;
  private volatile Optional<String> refusal = Optional.empty();

  FakeAgent() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException noPort) {
      throw new UncheckedIOException(noPort);
    }
    server.setExecutor(threads);
    server.createContext("/api/v1", this::answer);
    server.start();
  }

  /** As {@code wait(2)} gives it. */
  FakeAgent exitingWith(int status) {
    exitStatus = status;
    return this;
  }

  /** Commands end before anybody can write to them. */
  FakeAgent quick() {
    quick = true;
    said.add(END);
    return this;
  }

  FakeAgent refusing(String why) {
    refusal = Optional.of(why);
    return this;
  }

  int port() {
    return server.getAddress().getPort();
  }

  /** The first call of a type. */
  JsonNode call(String type) {
    synchronized (calls) {
      return calls.stream()
          .filter(c -> c.path("type").asText().equals(type))
          .findFirst()
          .orElseThrow(() -> new AssertionError("no " + type + " among " + calls));
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      boolean records =
          "application/recordio".equals(exchange.getRequestHeaders().getFirst("Content-Type"));
      if (records) {
        take(exchange);
        return;
      }
      JsonNode call = mapper.readTree(exchange.getRequestBody());
      calls.add(call);
      if (refusal.isPresent()) {
        reply(exchange, 500, refusal.get());
      } else if (call.path("type").asText().startsWith("WAIT")) {
        ObjectNode answer = mapper.createObjectNode().put("type", "WAIT_NESTED_CONTAINER");
        answer.putObject("wait_nested_container").put("exit_status", exitStatus);
        reply(exchange, 200, answer.toString());
      } else {
        speak(exchange);
      }
    } catch (MalformedRecordException | InterruptedException e) {
      throw new IOException(e);
    }
  }

  private void speak(HttpExchange exchange) throws IOException, InterruptedException {
    exchange.sendResponseHeaders(200, 0);
    exchange.getResponseBody().flush(); // the client is not to wait for something to be said
    byte[] next = said.poll(20, TimeUnit.SECONDS);
    while (next != null && next.length > 0) {
      say(exchange, "STDOUT", next);
      say(exchange, "STDERR", "!".getBytes(StandardCharsets.UTF_8));
      next = said.poll(20, TimeUnit.SECONDS);
    }
  }

  private void say(HttpExchange exchange, String where, byte[] what) throws IOException {
    ObjectNode message = mapper.createObjectNode().put("type", "DATA");
    message.putObject("data").put("type", where).put("data", what);
    exchange.getResponseBody().write(RecordIo.encode(mapper.writeValueAsBytes(message)));
    exchange.getResponseBody().flush();
  }

  private void take(HttpExchange exchange) throws IOException, MalformedRecordException {
    if (quick) {
      exchange.getRequestBody().readAllBytes();
      reply(exchange, 500, "it has ended");
      return;
    }
    RecordIoDecoder decoder = new RecordIoDecoder(1 << 20);
    byte[] chunk = new byte[1024];
    InputStream body = exchange.getRequestBody();
    int n = body.read(chunk);
    while (n >= 0) {
      for (byte[] record : decoder.feed(Arrays.copyOf(chunk, n))) {
        JsonNode input = mapper.readTree(record).path("attach_container_input");
        if (input.path("process_io").path("type").asText().equals("DATA")) {
          said.add(input.path("process_io").path("data").path("data").binaryValue());
        }
      }
      n = body.read(chunk);
    }
    reply(exchange, 200, "");
  }

  private static void reply(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}

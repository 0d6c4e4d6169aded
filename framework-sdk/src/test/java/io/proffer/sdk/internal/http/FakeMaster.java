package io.proffer.sdk.internal.http;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.proffer.core.model.FrameworkId;
import io.proffer.core.protocol.MalformedMessageException;
import io.proffer.core.protocol.MediaType;
import io.proffer.core.protocol.RecordIo;
import io.proffer.sdk.internal.Samples;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.apache.mesos.v1.scheduler.Protos.Event;

/** A master as its clients see it: a real HTTP server whose answers and events a test plays. */
final class FakeMaster implements AutoCloseable {

  static final FrameworkId ID = new FrameworkId("m-0000");
  private static final int PATIENCE_SECONDS = 10;

  /** A call that came, with its headers. */
  record Received(Call call, Headers headers) {}

  private record Answer(int status, String body, Optional<String> location) {}

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
  private final BlockingQueue<HttpExchange> streams = new LinkedBlockingQueue<>();
  private final Deque<Answer> subscribeAnswers = new ConcurrentLinkedDeque<>();
  private final Deque<Answer> callAnswers = new ConcurrentLinkedDeque<>();

  FakeMaster() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/api/v1/scheduler", this::handle);
    server.start();
  }

  /** As clients are told: {@code 127.0.0.1:port}. */
  String address() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  /** The next SUBSCRIBE is answered like this and not with a stream. */
  FakeMaster refuseSubscribe(int status, String body) {
    subscribeAnswers.add(new Answer(status, body, Optional.empty()));
    return this;
  }

  FakeMaster redirectSubscribe(String location) {
    subscribeAnswers.add(new Answer(307, "", Optional.of(location)));
    return this;
  }

  /** The next other call is answered like this and not with 202. */
  FakeMaster refuseCall(int status, String body) {
    callAnswers.add(new Answer(status, body, Optional.empty()));
    return this;
  }

  /** The next call of this type; those of other types before it are dropped. */
  Received call(Call.Type type) throws InterruptedException {
    while (true) {
      Received next = received.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (next == null) {
        throw new AssertionError("no " + type + " call came");
      }
      if (next.call().getType() == type) {
        return next;
      }
    }
  }

  /** A call of this type that has come already. */
  Received callNow(Call.Type type) {
    return received.stream()
        .filter(one -> one.call().getType() == type)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + type + " call came"));
  }

  /** The next stream a SUBSCRIBE has opened. */
  Stream stream() throws InterruptedException {
    HttpExchange exchange = streams.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (exchange == null) {
      throw new AssertionError("no stream was opened");
    }
    return new Stream(exchange);
  }

  /** The next stream, with SUBSCRIBED on it. */
  Stream subscribed() throws InterruptedException, IOException {
    return stream().send(Samples.subscribed(ID));
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    Call call;
    try {
      call = typeOf(exchange).read(body, Call.getDefaultInstance());
    } catch (MalformedMessageException e) {
      throw new IOException(e);
    }
    boolean subscribe = call.getType() == Call.Type.SUBSCRIBE;
    // Decided before the test can see the call: what it orders then is for the next one.
    Optional<Answer> answer =
        Optional.ofNullable((subscribe ? subscribeAnswers : callAnswers).poll());
    received.add(new Received(call, exchange.getRequestHeaders()));
    if (answer.isPresent()) {
      refuse(exchange, answer.get());
    } else if (subscribe) {
      exchange.getResponseHeaders().set("Content-Type", typeOf(exchange).contentType());
      exchange.getResponseHeaders().set("Mesos-Stream-Id", "stream");
      exchange.sendResponseHeaders(200, 0);
      streams.add(exchange);
    } else {
      exchange.sendResponseHeaders(202, -1);
      exchange.close();
    }
  }

  private static void refuse(HttpExchange exchange, Answer answer) throws IOException {
    answer.location().ifPresent(to -> exchange.getResponseHeaders().set("Location", to));
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private static MediaType typeOf(HttpExchange exchange) {
    String header = String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type"));
    return MediaType.ofContentType(header).orElseThrow();
  }

  /** An event stream that is open. */
  static final class Stream {
    private final HttpExchange exchange;

    private Stream(HttpExchange exchange) {
      this.exchange = exchange;
    }

    Stream send(Event event) throws IOException {
      return sendBytes(frame(event), Integer.MAX_VALUE);
    }

    /** Sends the event in pieces of so many bytes, each a chunk of its own. */
    Stream sendSplit(Event event, int pieceBytes) throws IOException {
      return sendBytes(frame(event), pieceBytes);
    }

    Stream sendText(String text) throws IOException {
      return sendBytes(text.getBytes(StandardCharsets.UTF_8), Integer.MAX_VALUE);
    }

    void close() {
      exchange.close();
    }

    private byte[] frame(Event event) {
      return RecordIo.encode(typeOf(exchange).write(event));
    }

    private Stream sendBytes(byte[] bytes, int pieceBytes) throws IOException {
      OutputStream out = exchange.getResponseBody();
      for (int from = 0; from < bytes.length; from += pieceBytes) {
        int to = (int) Math.min(bytes.length, (long) from + pieceBytes);
        out.write(Arrays.copyOfRange(bytes, from, to));
        out.flush();
      }
      return this;
    }
  }
}

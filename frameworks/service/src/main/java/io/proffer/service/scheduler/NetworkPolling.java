package io.proffer.service.scheduler;

import io.proffer.service.kernel.Poll;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** Looks at so many instances at once and no more; the others wait for their turn. */
public final class NetworkPolling implements Polling, AutoCloseable {

  private static final int MAX_AT_ONCE = 200;
  private static final int MAX_BODY_BYTES = 10_000;

  private final Semaphore free = new Semaphore(MAX_AT_ONCE);
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("poll-", 0).factory());
  private final HttpClient client =
      HttpClient.newBuilder()
          .executor(threads)
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .sslContext(AnyCertificate.context())
          .build();

  @Override
  public void look(Poll poll, Consumer<Poll.Result> answer) {
    try {
      threads.execute(() -> answer.accept(looked(poll)));
    } catch (RejectedExecutionException closed) {
      answer.accept(new Poll.Silent("the framework stops"));
    }
  }

  private Poll.Result looked(Poll poll) {
    try {
      free.acquire();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return new Poll.Silent("the framework stops");
    }
    try {
      return inTime(poll);
    } finally {
      free.release();
    }
  }

  private Poll.Result inTime(Poll poll) {
    Future<Poll.Result> look =
        threads.submit(
            () ->
                switch (poll.target()) {
                  case Poll.Http http -> get(http, poll.timeout());
                  case Poll.Tcp tcp -> connect(tcp, poll.timeout());
                });
    try {
      return look.get(poll.timeout().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException late) {
      return new Poll.Silent("no answer within " + poll.timeout().toSeconds() + " seconds");
    } catch (ExecutionException failed) {
      Throwable why = failed.getCause() == null ? failed : failed.getCause();
      String words = why.getMessage();
      return new Poll.Silent(words == null ? why.getClass().getSimpleName() : words);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return new Poll.Silent("the framework stops");
    } finally {
      look.cancel(true);
    }
  }

  private Poll.Result get(Poll.Http http, Duration timeout)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(http.toString())).timeout(timeout).GET().build();
    HttpResponse<InputStream> response =
        client.send(request, HttpResponse.BodyHandlers.ofInputStream());
    try (InputStream body = response.body()) {
      return new Poll.Answered(
          response.statusCode(),
          response.headers().firstValue("Content-Type").orElse(""),
          new String(body.readNBytes(MAX_BODY_BYTES), StandardCharsets.UTF_8));
    }
  }

  private static Poll.Result connect(Poll.Tcp tcp, Duration timeout) throws IOException {
    try (Socket socket = new Socket()) {
      int millis = (int) Math.min(Integer.MAX_VALUE, Math.max(1, timeout.toMillis()));
      socket.connect(new InetSocketAddress(tcp.host(), tcp.port()), millis);
      return new Poll.Connected();
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
    client.shutdownNow();
  }
}

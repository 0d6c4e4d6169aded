package io.proffer.service.scheduler;

import io.proffer.service.kernel.Action;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks instances to get ready to end, so many at a time. Thread-safe; never waits. */
final class PreStops {

  private static final Logger LOG = LoggerFactory.getLogger(PreStops.class);
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final int MAX_AT_ONCE = 256;

  private final Semaphore room = new Semaphore(MAX_AT_ONCE);
  private @Nullable HttpClient client;

  /**
   * Asks.
   *
   * @param done told from any thread when there is an answer, or will be none; not told when too
   *     many are asked already, so that the instance has until its time is up
   */
  void call(Action.PreStop hook, Runnable done) {
    if (!room.tryAcquire()) {
      LOG.warn("{} is not asked to get ready: {} others are", hook.taskId(), MAX_AT_ONCE);
      return;
    }
    HttpRequest request;
    try {
      request =
          HttpRequest.newBuilder(URI.create(hook.url()))
              .timeout(hook.timeout())
              .POST(HttpRequest.BodyPublishers.noBody())
              .build();
    } catch (IllegalArgumentException strange) {
      LOG.warn("{} cannot be asked to get ready: {}", hook.taskId(), strange.getMessage());
      room.release();
      done.run();
      return;
    }
    var unused =
        client()
            .sendAsync(request, HttpResponse.BodyHandlers.discarding())
            .whenComplete(
                (answer, failure) -> {
                  room.release();
                  if (failure != null) {
                    LOG.warn("{} is not ready to end: {}", hook.taskId(), failure.toString());
                  }
                  done.run();
                });
  }

  /** Most frameworks never need one. */
  private synchronized HttpClient client() {
    if (client == null) {
      client = HttpClient.newBuilder().connectTimeout(CONNECT).build();
    }
    return client;
  }
}

package io.proffer.frameworks.common.webhook;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The calls of one webhook, one after the other. Thread-safe. */
public final class WebhookLine implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(WebhookLine.class);
  private static final int MAX_WAITING = 1000;
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final Webhook webhook;
  private final HttpClient client;
  private final Targets targets;
  private final Patience patience;
  private final BlockingQueue<Call> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
  private final Thread thread;
  private long delivered;
  private long dropped;
  private Optional<String> trouble = Optional.empty();

  /**
   * An event to tell.
   *
   * @param settled is run when it was told or is given up
   */
  private record Call(String type, String json, Runnable settled) {}

  /**
   * How calls went.
   *
   * @param dropped events given up: after the last try, or because too many waited
   * @param trouble why the last try failed; empty when it did not
   */
  public record Tally(long delivered, long dropped, int waiting, Optional<String> trouble) {}

  WebhookLine(Webhook webhook, HttpClient client, Targets targets, Patience patience) {
    this.webhook = webhook;
    this.client = client;
    this.targets = targets;
    this.patience = patience;
    this.thread = Thread.ofVirtual().name("webhook-" + webhook.id()).start(this::work);
  }

  boolean isFor(Webhook other) {
    return webhook.equals(other);
  }

  boolean wants(String type) {
    return webhook.wants(type);
  }

  /** The oldest event makes room for the newest. */
  synchronized void tell(String type, String json, Runnable settled) {
    Call call = new Call(type, json, settled);
    while (!waiting.offer(call)) {
      Call oldest = waiting.poll();
      if (oldest != null) {
        dropped++;
        oldest.settled().run();
      }
    }
  }

  synchronized Tally record() {
    return new Tally(delivered, dropped, waiting.size(), trouble);
  }

  private void work() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        deliver(waiting.take());
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private void deliver(Call call) throws InterruptedException {
    Duration pause = patience.firstPause();
    for (int round = 1; ; round++) {
      Optional<Failure> failure = attempt(call);
      told(failure);
      if (failure.isEmpty()) {
        call.settled().run();
        return;
      }
      if (round == patience.tries() || !failure.get().again()) {
        LOG.warn("{} is not told of a {}: {}", webhook.url(), call.type(), failure.get().words());
        countDropped();
        call.settled().run();
        return;
      }
      Thread.sleep(pause);
      Duration twice = pause.multipliedBy(2);
      pause = twice.compareTo(patience.longestPause()) > 0 ? patience.longestPause() : twice;
    }
  }

  private record Failure(String words, boolean again) {}

  private Optional<Failure> attempt(Call call) throws InterruptedException {
    Optional<String> problem = targets.problem(webhook.url());
    if (problem.isPresent()) {
      return Optional.of(new Failure(problem.get(), true));
    }
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(webhook.url()))
            .timeout(TIMEOUT)
            .header("Content-Type", "application/json")
            .header("X-Proffer-Event", call.type())
            .POST(HttpRequest.BodyPublishers.ofString(call.json()));
    webhook.secret().ifPresent(s -> request.header(Signature.HEADER, Signature.of(s, call.json())));
    try {
      int status =
          client.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
      boolean later = status >= 500 || status == 429 || status == 408;
      return status >= 200 && status < 300
          ? Optional.empty()
          : Optional.of(new Failure("it answered " + status, later));
    } catch (IOException failed) {
      return Optional.of(new Failure(failed.toString(), true));
    }
  }

  private synchronized void told(Optional<Failure> failure) {
    trouble = failure.map(Failure::words);
    if (failure.isEmpty()) {
      delivered++;
    }
  }

  private synchronized void countDropped() {
    dropped++;
  }

  /** Ends it for good: nobody wants to be told any more. */
  void giveUp() {
    close();
    Call call = waiting.poll();
    while (call != null) {
      call.settled().run();
      call = waiting.poll();
    }
  }

  /** Stops; what was not told is not settled. */
  @Override
  public void close() {
    thread.interrupt();
  }
}

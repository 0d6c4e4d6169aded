package io.proffer.cli.edge;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Requests all the time, some on connections that last; nothing is tried twice. */
final class Load implements AutoCloseable {

  /** How many requests there are at a time. */
  static final int CLIENTS = 4;

  private static final long PAUSE_MS = 5;

  private final URI address;
  private final Map<String, Integer> answers = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
  private final List<Thread> clients = new ArrayList<>();
  private volatile boolean stopped;

  /** Begins. */
  Load(URI address) {
    this.address = address;
    for (int i = 0; i < CLIENTS; i++) {
      clients.add(Thread.ofPlatform().name("load-" + i).start(this::run));
    }
  }

  private void run() {
    HttpRequest request = HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(10)).build();
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      while (!stopped) {
        try {
          HttpResponse<String> response =
              client.send(request, HttpResponse.BodyHandlers.ofString());
          if (response.statusCode() == 200) {
            answers.merge(response.body().replaceAll("(?s),.*", ""), 1, Integer::sum);
          } else {
            failures.add("status " + response.statusCode() + " " + response.body());
          }
        } catch (java.io.IOException failure) {
          failures.add(failure.toString());
        }
        Thread.sleep(PAUSE_MS);
      }
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  /** How many answers there were, by the version that gave them. */
  Map<String, Integer> answers() {
    return answers;
  }

  /** What went wrong. */
  List<String> failures() {
    return List.copyOf(failures);
  }

  @Override
  public void close() {
    stopped = true;
    try {
      for (Thread client : clients) {
        client.join();
      }
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
  }
}

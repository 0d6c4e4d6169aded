package io.proffer.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.proffer.cli.CommandFailure;
import io.proffer.cli.app.InstanceRow;
import io.proffer.cli.app.ServiceClient;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Calls the instances of an app one after another, all the time, as a load balancer does: it asks
 * the framework where they are, calls only those that run and are healthy, and where nobody listens
 * any more it looks again. Everything else that goes wrong is a failed request.
 */
final class WebCaller implements AutoCloseable {

  private static final long LOOK_AGAIN_NANOS = 200_000_000;
  private static final long PAUSE_MS = 10;
  private static final int TIMEOUT_MS = 5_000;

  private final ServiceClient service;
  private final String app;
  private final Map<String, Integer> answers = new LinkedHashMap<>();
  private final List<String> failures = new ArrayList<>();
  private final Thread thread;
  private volatile boolean stopped;
  private List<String> addresses = List.of();
  private long lookedAt;
  private int next;

  /** Begins to call. */
  WebCaller(ServiceClient service, String app) {
    this.service = service;
    this.app = app;
    look();
    thread = Thread.ofPlatform().name("web-caller").start(this::run);
  }

  private void run() {
    while (!stopped) {
      try {
        String answer = call(true);
        synchronized (answers) {
          answers.merge(version(answer), 1, Integer::sum);
        }
      } catch (IOException | CommandFailure failure) {
        synchronized (answers) {
          failures.add(String.valueOf(failure.getMessage()));
        }
      }
      try {
        Thread.sleep(PAUSE_MS);
      } catch (InterruptedException ended) {
        return;
      }
    }
  }

  /** What the version says that answered: {@code version 2, web.instance-...}. */
  private static String version(String answer) {
    return answer.replaceAll("(?s),.*", "").strip();
  }

  private String call(boolean lookAgain) throws IOException {
    if (System.nanoTime() - lookedAt > LOOK_AGAIN_NANOS) {
      look();
    }
    if (addresses.isEmpty()) {
      throw new IOException("no instance of " + app + " is healthy");
    }
    String address = addresses.get(next++ % addresses.size());
    try {
      return get(address);
    } catch (ConnectException nobodyThere) {
      if (!lookAgain) {
        throw nobodyThere;
      }
      look();
      return call(false);
    }
  }

  private void look() {
    JsonNode found = service.get("/v2/apps" + app).path("app");
    addresses =
        InstanceRow.of(found).stream()
            .filter(row -> row.state().equals("healthy"))
            .map(row -> row.host() + ":" + row.ports().getFirst())
            .toList();
    lookedAt = System.nanoTime();
  }

  private static String get(String address) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection) URI.create("http://" + address + "/").toURL().openConnection();
    connection.setConnectTimeout(TIMEOUT_MS);
    connection.setReadTimeout(TIMEOUT_MS);
    connection.setRequestProperty("Connection", "close");
    try (InputStream in = connection.getInputStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** How many answers there were so far, by what answered. */
  Map<String, Integer> answers() {
    synchronized (answers) {
      return new LinkedHashMap<>(answers);
    }
  }

  /** What went wrong so far. */
  List<String> failures() {
    synchronized (answers) {
      return new ArrayList<>(failures);
    }
  }

  /** Calls no more; returns when the last call is over. */
  @Override
  public void close() {
    stopped = true;
    try {
      thread.join();
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
  }
}

package io.proffer.benchmarks.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.proffer.benchmarks.Requests;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/**
 * Counts the instances of an app that run, at every change of one: follows the framework's events,
 * which tell each.
 */
final class RunningCount implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final String app;
  private final Set<String> running = new HashSet<>();
  private final InputStream stream;
  private int fewest = Integer.MAX_VALUE;
  private boolean watching;

  private RunningCount(String app, InputStream stream) {
    this.app = app;
    this.stream = stream;
  }

  static RunningCount of(String app, String url, Requests requests)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + "/v2/events?event_type=instance_changed_event"))
            .header("Accept", "text/event-stream")
            .build();
    HttpResponse<InputStream> response =
        requests.client().send(request, HttpResponse.BodyHandlers.ofInputStream());
    RunningCount count = new RunningCount(app, response.body());
    Thread.ofPlatform().daemon().name("bench-events").start(count::read);
    return count;
  }

  private void read() {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("data:")) {
          take(JSON.readTree(line.substring("data:".length())));
        }
      }
    } catch (IOException closed) {
      // The bench is over.
    }
  }

  private synchronized void take(JsonNode event) {
    if (!event.path("runSpecId").asText().equals(app)) {
      return;
    }
    if (event.path("condition").asText().equals("Running")) {
      running.add(event.path("instanceId").asText());
    } else {
      running.remove(event.path("instanceId").asText());
    }
    if (watching) {
      fewest = Math.min(fewest, running.size());
    }
  }

  synchronized int running() {
    return running.size();
  }

  /** From now on the fewest are remembered. */
  synchronized void watch() {
    watching = true;
    fewest = running.size();
  }

  synchronized int fewest() {
    return fewest;
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}

package io.proffer.cli.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Hears how deployments end. Begun before the one is asked for that is waited for, so that none is
 * missed. Where the stream of events breaks off, it knows no more than before.
 */
final class EndedDeployments implements AutoCloseable {

  private static final String TYPES = "?event_type=deployment_success&event_type=deployment_failed";
  private static final int PATIENCE_S = 5;

  /** How one has ended; empty: well. */
  private final Map<String, Optional<String>> ended = new ConcurrentHashMap<>();

  private final JsonMapper mapper = new JsonMapper();
  private final CountDownLatch listening = new CountDownLatch(1);
  private final Thread reader;

  private EndedDeployments(ServiceClient service) {
    reader = Thread.ofPlatform().daemon().name("deployment-events").unstarted(() -> read(service));
  }

  /** Returns when it hears, or cannot. */
  static EndedDeployments listen(ServiceClient service) throws InterruptedException {
    EndedDeployments events = new EndedDeployments(service);
    events.reader.start();
    if (!events.listening.await(PATIENCE_S, TimeUnit.SECONDS)) {
      events.reader.interrupt();
    }
    return events;
  }

  private void read(ServiceClient service) {
    try (InputStream stream = service.events(TYPES);
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      listening.countDown();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("data:")) {
          take(mapper.readTree(line.substring("data:".length())));
        }
      }
    } catch (JsonProcessingException notOurs) {
      // whoever speaks so is not to be listened to
    } catch (IOException brokenOff) {
      // the list of deployments tells the same, only later
    } finally {
      listening.countDown();
    }
  }

  private void take(JsonNode event) {
    boolean well = event.path("eventType").asText().equals("deployment_success");
    ended.put(
        event.path("id").asText(),
        well ? Optional.empty() : Optional.of(event.path("reason").asText("no reason given")));
  }

  /** Whether a deployment has ended, as far as has been heard. */
  boolean has(String deployment) {
    return ended.containsKey(deployment);
  }

  /** Why a deployment that has ended has failed; empty where it has not. */
  Optional<String> failure(String deployment) {
    return ended.getOrDefault(deployment, Optional.empty());
  }

  @Override
  public void close() {
    reader.interrupt();
  }
}

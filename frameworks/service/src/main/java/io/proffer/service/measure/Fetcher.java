package io.proffer.service.measure;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.proffer.frameworks.common.agent.AgentCaller;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gets JSON from others, a bounded amount in a bounded time. Thread-safe. */
final class Fetcher implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Fetcher.class);
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final int MAX_BYTES = 16 << 20;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(TIMEOUT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  /**
   * What a GET is answered with; empty when it is answered with an error, not at all or not JSON.
   */
  Optional<JsonNode> get(String url) throws InterruptedException {
    return get(
        url,
        uri ->
            client.send(
                HttpRequest.newBuilder(uri).timeout(TIMEOUT).GET().build(),
                HttpResponse.BodyHandlers.ofInputStream()));
  }

  /** The same, of an agent. */
  Optional<JsonNode> get(AgentCaller agents, String url) throws InterruptedException {
    return get(url, uri -> agents.get(uri, TIMEOUT, HttpResponse.BodyHandlers.ofInputStream()));
  }

  @FunctionalInterface
  private interface Sending {
    HttpResponse<InputStream> send(URI uri) throws IOException, InterruptedException;
  }

  private static Optional<JsonNode> get(String url, Sending sending) throws InterruptedException {
    try {
      HttpResponse<InputStream> response = sending.send(URI.create(url));
      try (InputStream body = response.body()) {
        byte[] bytes = body.readNBytes(MAX_BYTES + 1);
        if (response.statusCode() != 200 || bytes.length > MAX_BYTES) {
          LOG.debug("{} answered {} with {} bytes", url, response.statusCode(), bytes.length);
          return Optional.empty();
        }
        return Optional.ofNullable(JSON.readTree(bytes));
      }
    } catch (JsonProcessingException notJson) {
      LOG.debug("{} did not answer with JSON: {}", url, notJson.getOriginalMessage());
    } catch (IOException | IllegalArgumentException failed) {
      LOG.debug("{} did not answer: {}", url, failed.toString());
    }
    return Optional.empty();
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}

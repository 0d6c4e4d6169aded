package io.proffer.frameworks.common.agent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.proffer.core.bounded.BoundedMap;
import io.proffer.core.security.Credential;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Asks agents. To one that wants to know who asks it shows a token of the master's, who gives it
 * for the framework's own credential; it is kept until the agent does not take it any more.
 * Thread-safe.
 */
public final class AgentCaller implements AutoCloseable {

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration TOKEN_TIMEOUT = Duration.ofSeconds(10);
  private static final int MAX_KEPT = 10_000;
  private static final int UNAUTHORIZED = 401;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(CONNECT_TIMEOUT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();
  private final Optional<Credential> credential;
  private final Map<String, String> tokens =
      Collections.synchronizedMap(BoundedMap.ofLastUsed(MAX_KEPT));
  private volatile Supplier<Optional<String>> master = Optional::empty;

  /**
   * @param credential by which the framework proves to the master who it is; empty: it does not
   */
  public AgentCaller(Optional<Credential> credential) {
    this.credential = credential;
  }

  /**
   * From now on the master is asked for tokens.
   *
   * @param leader gives {@code host:port} of the one that leads; empty while that is not known
   */
  public void through(Supplier<Optional<String>> leader) {
    master = leader;
  }

  /**
   * Reads something from an agent; waits for the answer.
   *
   * @param uri with the agent's host and port
   * @throws IOException when it does not answer
   * @throws IllegalArgumentException when the address is none
   */
  public <T> HttpResponse<T> get(URI uri, Duration timeout, BodyHandler<T> handler)
      throws IOException, InterruptedException {
    String agent = String.valueOf(uri.getAuthority());
    Optional<String> known = Optional.ofNullable(tokens.get(agent));
    HttpResponse<T> answer = client.send(request(uri, timeout, known), handler);
    if (answer.statusCode() != UNAUTHORIZED) {
      return answer;
    }
    Optional<String> fresh = token(agent);
    if (fresh.isEmpty()) {
      return answer;
    }
    tokens.put(agent, fresh.get());
    return client.send(request(uri, timeout, fresh), handler);
  }

  private static HttpRequest request(URI uri, Duration timeout, Optional<String> token) {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(timeout);
    token.ifPresent(shown -> request.header("Authorization", "Bearer " + shown));
    return request.build();
  }

  /** Empty where the master has none for this framework. */
  private Optional<String> token(String agent) throws IOException, InterruptedException {
    Optional<String> leader = master.get();
    if (leader.isEmpty()) {
      return Optional.empty();
    }
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
                URI.create(
                    "http://%s/agent/token?address=%s"
                        .formatted(leader.get(), URLEncoder.encode(agent, StandardCharsets.UTF_8))))
            .timeout(TOKEN_TIMEOUT)
            .POST(HttpRequest.BodyPublishers.noBody());
    credential.ifPresent(shown -> request.header("Authorization", shown.authorization()));
    HttpResponse<byte[]> answer = client.send(request.build(), BodyHandlers.ofByteArray());
    if (answer.statusCode() != 200) {
      return Optional.empty();
    }
    try {
      return Optional.of(JSON.readTree(answer.body()).path("token").asText())
          .filter(token -> !token.isEmpty());
    } catch (JsonProcessingException none) {
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}

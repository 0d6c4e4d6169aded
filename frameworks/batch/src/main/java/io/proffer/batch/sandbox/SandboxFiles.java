package io.proffer.batch.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.proffer.frameworks.common.agent.AgentCaller;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** Files in the sandboxes of tasks, read through the API of their agents. Thread-safe. */
public final class SandboxFiles {

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int PAGE_BYTES = 60_000;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final AgentCaller agents;

  /**
   * @param agents asks them, and shows what they want to see
   */
  public SandboxFiles(AgentCaller agents) {
    this.agents = agents;
  }

  /**
   * Whose sandbox is meant.
   *
   * @param agentUrl {@code http://host:port}
   */
  public record Sandbox(String agentUrl, String frameworkId, String taskId) {}

  /**
   * Reads a part of a file.
   *
   * @return {@code data}, {@code offset} and {@code next}, as the agent answers; empty when there
   *     is no such file
   * @throws IOException when the agent cannot be asked, or answers something else
   */
  public Optional<JsonNode> page(Sandbox sandbox, String file, long offset)
      throws IOException, InterruptedException {
    String path =
        "/frameworks/%s/executors/%s/runs/latest/%s"
            .formatted(sandbox.frameworkId(), sandbox.taskId(), file);
    String uri =
        "%s/files/read?path=%s&offset=%d&length=%d"
            .formatted(
                sandbox.agentUrl(),
                URLEncoder.encode(path, StandardCharsets.UTF_8),
                Math.max(0, offset),
                PAGE_BYTES);
    HttpResponse<byte[]> answer =
        agents.get(address(uri), PATIENCE, HttpResponse.BodyHandlers.ofByteArray());
    return switch (answer.statusCode()) {
      case 200 -> Optional.of(JSON.readTree(answer.body()));
      case 404 -> Optional.empty();
      default -> throw new IOException("it answers with " + answer.statusCode());
    };
  }

  private static URI address(String text) throws IOException {
    try {
      URI uri = URI.create(text);
      if (uri.getHost() == null) {
        throw new IOException("it has not said where it answers");
      }
      return uri;
    } catch (IllegalArgumentException none) {
      throw new IOException("it has not said where it answers", none);
    }
  }

  /**
   * Reads a whole file.
   *
   * @param maxChars more is not read
   * @return empty when there is no such file
   * @throws IOException when the agent cannot be asked, or answers something else
   */
  public Optional<String> whole(Sandbox sandbox, String file, int maxChars)
      throws IOException, InterruptedException {
    StringBuilder all = new StringBuilder();
    long offset = 0;
    while (all.length() < maxChars) {
      Optional<JsonNode> page = page(sandbox, file, offset);
      if (page.isEmpty()) {
        return Optional.empty();
      }
      String data = page.get().path("data").asText();
      if (data.isEmpty()) {
        break;
      }
      all.append(data);
      // A Mesos agent does not say how many bytes the text stands for; as many if it is UTF-8.
      long length = data.getBytes(StandardCharsets.UTF_8).length;
      offset = page.get().path("next").asLong(offset + length);
    }
    return Optional.of(all.toString());
  }
}

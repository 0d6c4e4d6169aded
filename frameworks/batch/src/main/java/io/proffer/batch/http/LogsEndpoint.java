package io.proffer.batch.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.proffer.batch.json.InvalidObjectException;
import io.proffer.batch.kernel.Attempt;
import io.proffer.batch.kernel.RefusedException;
import io.proffer.batch.kernel.RunView;
import io.proffer.batch.model.JobId;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** What attempts have written, read from the sandboxes that their agents keep for a while. */
final class LogsEndpoint {

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int PAGE_BYTES = 60_000;
  private static final int MAX_PAGES = 100;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Backend backend;
  private final HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();

  LogsEndpoint(Backend backend) {
    this.backend = backend;
  }

  /**
   * @param rest {@code logs}, the attempt's number and {@code stdout} or {@code stderr}
   */
  Answer answer(Request request, JobId job, String run, List<String> rest)
      throws HttpProblem, RefusedException, InvalidObjectException {
    boolean logs =
        rest.size() == 3
            && rest.getFirst().equals("logs")
            && (rest.get(2).equals("stdout") || rest.get(2).equals("stderr"));
    if (!logs) {
      throw HttpProblem.noRoute();
    }
    RunsEndpoint.require(request, "GET");
    RunView view = backend.ask((kernel, now) -> kernel.find(job, run));
    List<Attempt> attempts =
        switch (view) {
          case RunView.Active active -> active.run().attempts();
          case RunView.Finished finished -> finished.run().attempts();
        };
    Attempt attempt =
        attempts.stream()
            .filter(a -> Integer.toString(a.number()).equals(rest.get(1)))
            .findFirst()
            .orElseThrow(() -> HttpProblem.of(404, "There is no attempt " + rest.get(1)));
    return request.parameter("offset").isPresent()
        ? Answer.ok(page(attempt, rest.get(2), request.number("offset", 0)))
        : Answer.text(200, whole(attempt, rest.get(2)));
  }

  private String whole(Attempt attempt, String file) throws HttpProblem {
    StringBuilder all = new StringBuilder();
    long offset = 0;
    for (int i = 0; i < MAX_PAGES; i++) {
      String data = page(attempt, file, offset).path("data").asText();
      if (data.isEmpty()) {
        break;
      }
      all.append(data);
      offset += data.getBytes(StandardCharsets.UTF_8).length;
    }
    return all.toString();
  }

  /** {@code data} and {@code offset}, as the agent answers; no data where there is none yet. */
  private JsonNode page(Attempt attempt, String file, long offset) throws HttpProblem {
    String path =
        "/frameworks/%s/executors/%s/runs/latest/%s"
            .formatted(backend.frameworkId().orElse(""), attempt.taskId(), file);
    URI uri =
        URI.create(
            "%s/files/read?path=%s&offset=%d&length=%d"
                .formatted(
                    attempt.agentUrl(),
                    URLEncoder.encode(path, StandardCharsets.UTF_8),
                    Math.max(0, offset),
                    PAGE_BYTES));
    try {
      HttpResponse<byte[]> answer =
          client.send(
              HttpRequest.newBuilder(uri).timeout(PATIENCE).build(),
              HttpResponse.BodyHandlers.ofByteArray());
      if (answer.statusCode() == 200) {
        return JSON.readTree(answer.body());
      }
      if (answer.statusCode() == 404 && attempt.isActive()) {
        return JsonNodeFactory.instance.objectNode().put("offset", offset).put("data", "");
      }
      throw HttpProblem.of(
          answer.statusCode() == 404 ? 404 : 502,
          "The agent on "
              + attempt.hostname()
              + " has no "
              + file
              + " of the attempt: it answers with "
              + answer.statusCode());
    } catch (IOException | IllegalArgumentException away) {
      throw HttpProblem.of(
          502, "The agent on " + attempt.hostname() + " cannot be asked: " + away.getMessage());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw HttpProblem.of(503, "The framework stops");
    }
  }
}

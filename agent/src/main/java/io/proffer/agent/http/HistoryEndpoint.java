package io.proffer.agent.http;

import akka.http.javadsl.model.HttpResponse;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.proffer.agent.history.UsageHistory;
import io.proffer.agent.history.Workload;
import io.proffer.core.model.FrameworkId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * {@code GET /monitor/history}: what was used in the last hour, of all containers together, or with
 * {@code ?framework=...&task=...&executor=...} of the task, or else of the executor it is part of.
 */
final class HistoryEndpoint {

  private static final JsonFactory JSON = new JsonFactory();

  private final UsageHistory history;
  private final Instant since;

  /**
   * @param since when the agent began to measure
   */
  HistoryEndpoint(UsageHistory history, Instant since) {
    this.history = history;
    this.since = since;
  }

  HttpResponse answer(Request request) throws RefusedException {
    Optional<String> framework = request.parameter("framework");
    if (framework.isEmpty()) {
      return Answers.json(request, render(history::write));
    }
    FrameworkId id = new FrameworkId(framework.get());
    Workload workload =
        Stream.of("task", "executor")
            .flatMap(name -> request.parameter(name).stream())
            .map(name -> new Workload(id, name))
            .reduce((first, second) -> history.knows(first) ? first : second)
            .orElseThrow(
                () ->
                    new RefusedException(
                        400, "Expecting 'task' or 'executor' besides 'framework' in query"));
    return Answers.json(request, render(out -> history.write(out, workload)));
  }

  private interface Body {
    void write(JsonGenerator out) throws IOException;
  }

  private byte[] render(Body body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator out = JSON.createGenerator(bytes)) {
      out.writeStartObject();
      out.writeNumberField("every", UsageHistory.EVERY.toSeconds());
      out.writeNumberField("since", since.getEpochSecond());
      body.write(out);
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("a byte array cannot fail", e);
    }
    return bytes.toByteArray();
  }
}

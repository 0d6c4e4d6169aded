package io.proffer.batch.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.proffer.batch.json.InvalidObjectException;
import io.proffer.batch.kernel.Attempt;
import io.proffer.batch.kernel.IndexPlace;
import io.proffer.batch.kernel.RefusedException;
import io.proffer.batch.kernel.RunView;
import io.proffer.batch.model.JobId;
import io.proffer.batch.sandbox.SandboxFiles;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** What attempts have written, read from the sandboxes that their agents keep for a while. */
final class LogsEndpoint {

  private static final int MAX_CHARS = 6_000_000;

  /** In the place of an attempt's number: the last one. */
  private static final String LATEST = "latest";

  private final Backend backend;
  private final SandboxFiles files;

  /** Whose log is wanted. */
  private record Source(String taskId, String hostname, String agentUrl, boolean active) {
    static Source of(Attempt attempt) {
      return new Source(
          attempt.taskId(), attempt.hostname(), attempt.agentUrl(), attempt.isActive());
    }
  }

  LogsEndpoint(Backend backend, SandboxFiles files) {
    this.backend = backend;
    this.files = files;
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
    String number = rest.get(1);
    Source source =
        isArray(view) ? ofIndex(request, job, run, number) : ofAttempt(attempts(view), number);
    return request.parameter("offset").isPresent()
        ? Answer.ok(page(source, rest.get(2), request.number("offset", 0)))
        : Answer.text(200, whole(source, rest.get(2)));
  }

  private static boolean isArray(RunView view) {
    return switch (view) {
      case RunView.Active active -> active.run().isArray();
      case RunView.Finished finished -> finished.run().array().isPresent();
    };
  }

  private static List<Attempt> attempts(RunView view) {
    return switch (view) {
      case RunView.Active active -> active.run().attempts();
      case RunView.Finished finished -> finished.run().attempts();
    };
  }

  private static Source ofAttempt(List<Attempt> attempts, String number) throws HttpProblem {
    return attempts.reversed().stream()
        .filter(a -> number.equals(LATEST) || Integer.toString(a.number()).equals(number))
        .findFirst()
        .map(Source::of)
        .orElseThrow(() -> HttpProblem.of(404, "There is no attempt " + number));
  }

  private Source ofIndex(Request request, JobId job, String run, String number)
      throws HttpProblem, RefusedException, InvalidObjectException {
    int index = Math.clamp(request.number("index", -1), -1, Integer.MAX_VALUE);
    if (index < 0) {
      throw HttpProblem.of(400, "The run is an array: say whose log you want, as index=0");
    }
    Optional<IndexPlace> last = backend.ask((kernel, now) -> kernel.place(job, run, index));
    if (last.isEmpty()) {
      throw HttpProblem.of(404, "Index " + index + " has not run, or where is not remembered");
    }
    int attempt = last.get().attempt();
    if (!number.equals(LATEST) && !number.equals(Integer.toString(attempt))) {
      throw HttpProblem.of(
          404, "Of index %d only attempt %d, its last, is remembered".formatted(index, attempt));
    }
    IndexPlace.Place place = last.get().place();
    String task = "%s.%s.%d.%d".formatted(job, run, index, attempt);
    return new Source(task, place.hostname(), place.url(), true);
  }

  private SandboxFiles.Sandbox sandbox(Source source) {
    return new SandboxFiles.Sandbox(
        source.agentUrl(), backend.frameworkId().orElse(""), source.taskId());
  }

  private String whole(Source source, String file) throws HttpProblem {
    try {
      Optional<String> all = files.whole(sandbox(source), file, MAX_CHARS);
      if (all.isEmpty() && !source.active()) {
        throw missing(source, file);
      }
      return all.orElse("");
    } catch (IOException away) {
      throw away(source, away);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw HttpProblem.of(503, "The framework stops");
    }
  }

  /** {@code data} and {@code offset}, as the agent answers; no data where there is none yet. */
  private JsonNode page(Source source, String file, long offset) throws HttpProblem {
    try {
      Optional<JsonNode> page = files.page(sandbox(source), file, offset);
      if (page.isEmpty() && !source.active()) {
        throw missing(source, file);
      }
      return page.orElseGet(
          () ->
              JsonNodeFactory.instance
                  .objectNode()
                  .put("offset", offset)
                  .put("data", "")
                  .put("next", offset));
    } catch (IOException away) {
      throw away(source, away);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw HttpProblem.of(503, "The framework stops");
    }
  }

  private static HttpProblem missing(Source source, String file) {
    return HttpProblem.of(
        404, "The agent on " + source.hostname() + " has no " + file + " of the attempt any more");
  }

  private static HttpProblem away(Source source, IOException why) {
    return HttpProblem.of(
        502, "The agent on " + source.hostname() + " cannot be asked: " + why.getMessage());
  }
}

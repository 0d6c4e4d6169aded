package io.proffer.batch.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.batch.json.InvalidObjectException;
import io.proffer.batch.json.JobReader;
import io.proffer.batch.kernel.FinishedRun;
import io.proffer.batch.kernel.HistorySummary;
import io.proffer.batch.kernel.JobView;
import io.proffer.batch.kernel.RefusedException;
import io.proffer.batch.kernel.RunView;
import io.proffer.batch.model.JobId;
import io.proffer.batch.model.Parameters;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The runs of a job, and its history. */
final class RunsEndpoint {

  /** Less than a client, or the server, waits for an answer. */
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(25);

  private static final Duration LOOK_INTERVAL = Duration.ofMillis(100);
  private static final int MAX_PAGE = 1_000;

  private final Backend backend;
  private final LogsEndpoint logs;

  RunsEndpoint(Backend backend, LogsEndpoint logs) {
    this.backend = backend;
    this.logs = logs;
  }

  /**
   * @param rest {@code runs} or {@code history} and what is behind it
   */
  Answer answer(Request request, JobId job, List<String> rest)
      throws HttpProblem, RefusedException, InvalidObjectException {
    JobView view = backend.ask((kernel, now) -> kernel.view(job, false));
    if (rest.getFirst().equals("history")) {
      return history(request, job);
    }
    if (rest.size() == 1) {
      return switch (request.method()) {
        case "GET" -> Answer.ok(RunJson.list(view.active()));
        case "POST" -> start(request, job);
        default -> throw HttpProblem.wrongMethod(request);
      };
    }
    String run = rest.get(1);
    String action = String.join("/", rest.subList(2, rest.size()));
    return switch (action) {
      case "" -> {
        require(request, "GET");
        yield Answer.ok(
            backend.ask(
                (kernel, now) ->
                    switch (kernel.find(job, run)) {
                      case RunView.Active active ->
                          RunJson.of(active.run(), kernel.array(active.run()));
                      case RunView.Finished finished -> RunJson.of(finished.run());
                    }));
      }
      case "actions/stop" -> {
        require(request, "POST");
        yield Answer.ok(RunJson.view(stop(job, run)));
      }
      case "why" -> {
        require(request, "GET");
        yield why(job, run);
      }
      default -> logs.answer(request, job, run, rest.subList(2, rest.size()));
    };
  }

  static void require(Request request, String method) throws HttpProblem {
    if (!request.method().equals(method)) {
      throw HttpProblem.wrongMethod(request);
    }
  }

  private Answer start(Request request, JobId job)
      throws HttpProblem, RefusedException, InvalidObjectException {
    Parameters parameters = JobReader.parameters(request.objectOrEmpty());
    RunView run = backend.ask((kernel, now) -> kernel.start(job, parameters, now));
    return Answer.json(201, RunJson.view(run));
  }

  /** Waits until it has stopped, as long as anybody may wait for the answer. */
  private RunView stop(JobId job, String run)
      throws HttpProblem, RefusedException, InvalidObjectException {
    RunView view = backend.ask((kernel, now) -> kernel.stop(job, run, now));
    long end = System.nanoTime() + STOP_PATIENCE.toNanos();
    try {
      while (view instanceof RunView.Active && System.nanoTime() < end) {
        Thread.sleep(LOOK_INTERVAL);
        view = backend.ask((kernel, now) -> kernel.find(job, run));
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw HttpProblem.of(503, "The framework stops");
    }
    return view;
  }

  private Answer why(JobId job, String run)
      throws HttpProblem, RefusedException, InvalidObjectException {
    ObjectNode out =
        backend.ask(
            (kernel, now) -> {
              ObjectNode json = JsonNodeFactory.instance.objectNode();
              ArrayNode lines = json.putArray("why");
              switch (kernel.find(job, run)) {
                case RunView.Active active -> kernel.why(active.run(), now).forEach(lines::add);
                case RunView.Finished finished -> lines.add(outcome(finished.run()));
              }
              return json;
            });
    return Answer.ok(out);
  }

  private static String outcome(FinishedRun run) {
    return run.isSuccess()
        ? "it has ended well at " + run.finishedAt()
        : "it has failed at " + run.finishedAt() + " (" + run.failure() + "): " + run.message();
  }

  /** All runs that are remembered, the newest first, a page at a time. */
  private Answer history(Request request, JobId job)
      throws HttpProblem, RefusedException, InvalidObjectException {
    require(request, "GET");
    HistorySummary history = backend.ask((kernel, now) -> kernel.view(job, true)).history();
    List<FinishedRun> all = new ArrayList<>(history.successful());
    all.addAll(history.failed());
    all.sort(
        Comparator.comparing(FinishedRun::finishedAt).thenComparing(FinishedRun::id).reversed());
    String cursor = request.parameter("cursor").orElse("");
    int from = 0;
    for (int i = 0; i < all.size() && !cursor.isEmpty(); i++) {
      from = all.get(i).id().equals(cursor) ? i + 1 : from;
    }
    int limit = Math.clamp(request.number("limit", 100), 1, MAX_PAGE);
    int to = Math.min(all.size(), from + limit);
    ObjectNode out = JsonNodeFactory.instance.objectNode();
    ArrayNode runs = out.putArray("runs");
    all.subList(from, to).forEach(run -> runs.add(RunJson.of(run)));
    if (to < all.size()) {
      out.put("cursor", all.get(to - 1).id());
    }
    return Answer.ok(out);
  }
}

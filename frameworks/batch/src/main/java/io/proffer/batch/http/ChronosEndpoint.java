package io.proffer.batch.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.batch.json.ChronosReader;
import io.proffer.batch.json.InvalidObjectException;
import io.proffer.batch.json.JobReader;
import io.proffer.batch.kernel.JobView;
import io.proffer.batch.kernel.RefusedException;
import io.proffer.batch.kernel.Run;
import io.proffer.batch.model.JobId;
import io.proffer.batch.model.Parameters;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** {@code /v1/scheduler} and {@code /scheduler}: our jobs as Chronos has them. */
final class ChronosEndpoint {

  private static final int PAGE = 10;

  private final Backend backend;

  ChronosEndpoint(Backend backend) {
    this.backend = backend;
  }

  /**
   * @param rest what is behind {@code scheduler}
   */
  Answer answer(Request request, List<String> rest) throws HttpProblem {
    try {
      return route(request, rest);
    } catch (RefusedException refused) {
      boolean unknown = refused.kind() == RefusedException.Kind.NO_JOB;
      return refused(unknown ? "Job '" + rest.getLast() + "' not found" : message(refused));
    } catch (InvalidObjectException invalid) {
      return refused(
          invalid.details().entrySet().stream()
              .map(ChronosEndpoint::words)
              .collect(Collectors.joining("; ")));
    }
  }

  private static String words(Map.Entry<String, List<String>> broken) {
    return broken.getKey() + " " + String.join(", ", broken.getValue());
  }

  private static String message(Exception failure) {
    return String.valueOf(failure.getMessage());
  }

  /** Whatever is wrong, Chronos answers so. */
  private static Answer refused(String message) {
    return Answer.json(
        400,
        JsonNodeFactory.instance.objectNode().put("status", "Bad Request").put("message", message));
  }

  private Answer route(Request request, List<String> rest)
      throws HttpProblem, RefusedException, InvalidObjectException {
    String path = String.join("/", rest);
    return switch (path) {
      case "iso8601" -> put(request, false);
      case "dependency" -> put(request, true);
      case "jobs" -> {
        RunsEndpoint.require(request, "GET");
        yield Answer.ok(ChronosJson.list(views()));
      }
      case "jobs/summary" -> {
        RunsEndpoint.require(request, "GET");
        yield Answer.ok(ChronosJson.summary(views()));
      }
      case "jobs/search" -> {
        RunsEndpoint.require(request, "GET");
        yield Answer.ok(search(request));
      }
      case "graph/csv" -> {
        RunsEndpoint.require(request, "GET");
        yield Answer.text(200, ChronosJson.csv(views()));
      }
      case "graph/dot" -> {
        RunsEndpoint.require(request, "GET");
        yield Answer.text(200, ChronosJson.dot(views()));
      }
      default -> ofJob(request, rest);
    };
  }

  private List<JobView> views() throws HttpProblem, RefusedException, InvalidObjectException {
    return backend.ask((kernel, now) -> kernel.views(false));
  }

  private Answer put(Request request, boolean dependent)
      throws HttpProblem, RefusedException, InvalidObjectException {
    if (!request.method().equals("POST") && !request.method().equals("PUT")) {
      throw HttpProblem.wrongMethod(request);
    }
    ObjectNode json = request.object();
    var unused =
        backend.ask((kernel, now) -> kernel.put(ChronosReader.job(json, dependent, now), now));
    return Answer.empty(204);
  }

  private ArrayNode search(Request request)
      throws HttpProblem, RefusedException, InvalidObjectException {
    String name = lower(request.parameter("name"));
    String command = lower(request.parameter("command"));
    Optional<String> any = request.parameter("any").filter(text -> !text.isEmpty());
    boolean asked = !name.isEmpty() || !command.isEmpty();
    List<JobView> found =
        views().stream()
            .filter(
                view -> {
                  String itsName = view.job().id().value();
                  String itsCommand = view.job().run().cmd().orElse("").toLowerCase(Locale.ROOT);
                  boolean both = itsName.contains(name) && itsCommand.contains(command);
                  return any.isEmpty()
                      ? both
                      : (asked && both) || contains(itsName, itsCommand, any.get());
                })
            .skip(Math.max(0, request.number("offset", 0)))
            .limit(Math.max(0, request.number("limit", PAGE)))
            .toList();
    return ChronosJson.list(found);
  }

  private static boolean contains(String name, String command, String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    return name.contains(lower) || command.contains(lower);
  }

  private static String lower(Optional<String> text) {
    return text.orElse("").toLowerCase(Locale.ROOT);
  }

  private Answer ofJob(Request request, List<String> rest)
      throws HttpProblem, RefusedException, InvalidObjectException {
    if (rest.size() == 2 && rest.getFirst().equals("job")) {
      return one(request, new JobId(rest.get(1)));
    }
    if (rest.size() != 3) {
      throw HttpProblem.noRoute();
    }
    JobId id = new JobId(rest.get(2));
    return switch (rest.get(0) + "/" + rest.get(1)) {
      case "job/stat" -> {
        RunsEndpoint.require(request, "GET");
        yield Answer.ok(ChronosJson.stat(backend.ask((kernel, now) -> kernel.view(id, true))));
      }
      case "job/success" -> {
        RunsEndpoint.require(request, "PUT");
        boolean marked = backend.ask((kernel, now) -> kernel.succeed(id, now));
        yield Answer.text(200, "marked job " + id + " as successful: " + marked);
      }
      case "task/kill" -> {
        RunsEndpoint.require(request, "DELETE");
        var unused =
            backend.ask(
                (kernel, now) -> {
                  for (Run run : kernel.view(id, false).active()) {
                    var unusedView = kernel.stop(id, run.id(), now);
                  }
                  return true;
                });
        yield Answer.empty(204);
      }
      default -> throw HttpProblem.noRoute();
    };
  }

  private Answer one(Request request, JobId id)
      throws HttpProblem, RefusedException, InvalidObjectException {
    return switch (request.method()) {
      case "GET" ->
          Answer.ok(ChronosJson.job(backend.ask((kernel, now) -> kernel.view(id, false))));
      case "PUT" -> {
        Parameters given = given(request.parameter("arguments").orElse(""));
        var unused = backend.ask((kernel, now) -> kernel.start(id, given, now));
        yield Answer.empty(204);
      }
      case "DELETE" -> {
        var unused = backend.ask((kernel, now) -> kernel.remove(id, true, now));
        yield Answer.empty(204);
      }
      default -> throw HttpProblem.wrongMethod(request);
    };
  }

  private static Parameters given(String arguments) throws InvalidObjectException {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    if (!arguments.isBlank()) {
      ArrayNode args = json.putArray("args");
      List.of(arguments.strip().split("\\s+")).forEach(args::add);
    }
    return JobReader.parameters(json);
  }
}

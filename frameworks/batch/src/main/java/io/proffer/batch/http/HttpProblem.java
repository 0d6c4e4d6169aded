package io.proffer.batch.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.batch.json.InvalidObjectException;
import io.proffer.batch.kernel.RefusedException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request that is answered with an error. */
final class HttpProblem extends Exception {

  private static final long serialVersionUID = 1L;

  private final int status;

  /** Empty: the message, and the path of the request. */
  private final transient Optional<ObjectNode> body;

  private HttpProblem(int status, String message, Optional<ObjectNode> body) {
    super(message);
    this.status = status;
    this.body = body;
  }

  static HttpProblem of(int status, String message) {
    return new HttpProblem(status, message, Optional.empty());
  }

  static HttpProblem noRoute() {
    return of(404, "Unknown route.");
  }

  /** For a path that exists and does not take the method. */
  static HttpProblem wrongMethod(Request request) {
    return of(405, request.method() + " is not possible here");
  }

  static HttpProblem of(InvalidObjectException invalid) {
    ObjectNode body = object(invalid.getMessage());
    var details = body.putArray("details");
    invalid
        .details()
        .forEach(
            (path, rules) -> {
              var errors = details.addObject().put("path", path).putArray("errors");
              rules.forEach(errors::add);
            });
    return new HttpProblem(422, String.valueOf(invalid.getMessage()), Optional.of(body));
  }

  /**
   * What cannot be done as things are.
   *
   * @param path of the request, which names the job, and the schedule or the run
   */
  static HttpProblem of(RefusedException refused, List<String> path) {
    if (refused.kind() == RefusedException.Kind.INVALID_DEPENDENCIES) {
      return of(InvalidObjectException.of("/dependencies", String.valueOf(refused.getMessage())));
    }
    if (refused.kind() == RefusedException.Kind.NEVER_FITS) {
      return of(InvalidObjectException.of("/batch/gang", String.valueOf(refused.getMessage())));
    }
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    int status =
        switch (refused.kind()) {
          case NO_JOB -> {
            body.put("id", segment(path, 2));
            yield 404;
          }
          case NO_SCHEDULE -> {
            body.put("id", segment(path, 4));
            yield 404;
          }
          case NO_RUN -> {
            body.put("jobSpec", segment(path, 2)).put("id", segment(path, 4));
            yield 404;
          }
          case NO_WORKFLOW -> {
            body.put("id", segment(path, 4));
            yield 404;
          }
          case INVALID_DEPENDENCIES, NEVER_FITS ->
              throw new IllegalArgumentException("has its own form");
          case CONFLICT -> 409;
          case TOO_MANY -> 429;
        };
    body.put("message", refused.getMessage());
    return new HttpProblem(status, String.valueOf(refused.getMessage()), Optional.of(body));
  }

  private static String segment(List<String> path, int index) {
    return index < path.size() ? path.get(index) : "";
  }

  private static ObjectNode object(@Nullable String message) {
    return JsonNodeFactory.instance.objectNode().put("message", message);
  }

  Answer answer(String requestPath) {
    return Answer.json(
        status, body.orElseGet(() -> object(getMessage()).put("requestPath", requestPath)));
  }
}

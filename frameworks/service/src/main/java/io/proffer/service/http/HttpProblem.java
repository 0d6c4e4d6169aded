package io.proffer.service.http;

import io.proffer.service.change.RefusedException;
import java.util.List;
import java.util.Map;

/** A request that is answered with an error. */
final class HttpProblem extends Exception {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final transient Map<String, List<String>> details;

  private HttpProblem(int status, String message, Map<String, List<String>> details) {
    super(message);
    this.status = status;
    this.details = details;
  }

  static HttpProblem of(int status, String message) {
    return new HttpProblem(status, message, Map.of());
  }

  static HttpProblem missing(String what) {
    return of(404, what + " does not exist");
  }

  /** Something of Marathon's API that is not there yet. */
  static HttpProblem notYet(String what) {
    return of(501, what + " not supported yet");
  }

  static HttpProblem unreadable(String why) {
    return unreadable("JSON", why);
  }

  /** A body that is not what it is said to be. */
  static HttpProblem unreadable(String language, String why) {
    return new HttpProblem(400, "Invalid " + language, Map.of("/", List.of(why)));
  }

  static HttpProblem wrongType(String path, String error) {
    return new HttpProblem(422, "Invalid JSON", Map.of(path, List.of(error)));
  }

  static HttpProblem invalid(String path, String rule) {
    return new HttpProblem(422, "Object is not valid", Map.of(path, List.of(rule)));
  }

  static HttpProblem of(RefusedException why) {
    int status =
        switch (why.kind()) {
          case MISSING -> 404;
          case CONFLICT -> 409;
          case INVALID -> 422;
          case TOO_MANY -> 403;
        };
    return new HttpProblem(status, String.valueOf(why.getMessage()), why.details());
  }

  Answer answer() {
    return Answer.error(status, String.valueOf(getMessage()), details);
  }
}

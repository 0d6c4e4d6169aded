package io.proffer.master.http;

import io.proffer.master.http.server.Request;
import java.util.List;
import java.util.Map;

/** The fields of a body of type {@code application/x-www-form-urlencoded}. */
record Form(Map<String, List<String>> fields) {

  /** The body of a request, which must be a POST. */
  static Form of(Request request) throws RefusedException {
    if (!request.method().equals("POST")) {
      throw new RefusedException(Answers.methodNotAllowed("POST", request.method()));
    }
    try {
      return new Form(request.form());
    } catch (IllegalArgumentException e) {
      throw new RefusedException(400, "The body is no form: " + e.getMessage());
    }
  }

  String required(String name) throws RefusedException {
    List<String> values = fields.get(name);
    if (values == null) {
      throw new RefusedException(400, "Missing '" + name + "' query parameter");
    }
    return values.getFirst();
  }
}

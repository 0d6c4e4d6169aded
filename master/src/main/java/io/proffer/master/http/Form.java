package io.proffer.master.http;

import akka.http.javadsl.model.Query;

/** The fields of a body of type {@code application/x-www-form-urlencoded}. */
record Form(Query fields) {

  /** The body of a request, which must be a POST. */
  static Form of(Request request) throws RefusedException {
    if (!request.method().equals("POST")) {
      throw new RefusedException(Answers.methodNotAllowed("POST", request.method()));
    }
    return new Form(Query.create(request.body().utf8String()));
  }

  String required(String name) throws RefusedException {
    return fields
        .get(name)
        .orElseThrow(() -> new RefusedException(400, "Missing '" + name + "' query parameter"));
  }
}

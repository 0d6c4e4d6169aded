package io.proffer.master.http;

import io.proffer.master.http.server.Response;

/** A request that is answered with an error. Not a fault of ours, so it carries no stack. */
final class RefusedException extends Exception {

  private final transient Response response;

  RefusedException(Response response) {
    super("answered with " + response.status(), null, false, false);
    this.response = response;
  }

  RefusedException(int status, String message) {
    this(Answers.text(status, message));
  }

  Response response() {
    return response;
  }
}

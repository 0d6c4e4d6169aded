package io.proffer.master.http;

import akka.http.javadsl.model.HttpResponse;

/** A request that is answered with an error. Not a fault of ours, so it carries no stack. */
final class RefusedException extends Exception {

  private final transient HttpResponse response;

  RefusedException(HttpResponse response) {
    super("answered with " + response.status(), null, false, false);
    this.response = response;
  }

  RefusedException(int status, String message) {
    this(Answers.text(status, message));
  }

  HttpResponse response() {
    return response;
  }
}

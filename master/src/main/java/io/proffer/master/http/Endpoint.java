package io.proffer.master.http;

import akka.http.javadsl.model.HttpResponse;
import java.util.concurrent.CompletionStage;

/** Answers the requests to one path. */
@FunctionalInterface
interface Endpoint {

  /**
   * @throws RefusedException with the answer, where that is an error
   */
  CompletionStage<HttpResponse> answer(Request request) throws RefusedException;

  /** An endpoint that only the leading master answers. */
  @FunctionalInterface
  interface OfLeader {

    /**
     * @throws RefusedException with the answer, where that is an error
     */
    CompletionStage<HttpResponse> answer(Request request, Term term) throws RefusedException;
  }
}

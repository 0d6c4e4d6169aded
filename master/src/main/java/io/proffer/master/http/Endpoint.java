package io.proffer.master.http;

import io.proffer.master.http.server.Request;
import io.proffer.master.http.server.Response;
import java.util.concurrent.CompletionStage;

/** Answers the requests to one path. */
@FunctionalInterface
interface Endpoint {

  /**
   * @throws RefusedException with the answer, where that is an error
   */
  CompletionStage<Response> answer(Request request) throws RefusedException;

  /** An endpoint that only the leading master answers. */
  @FunctionalInterface
  interface OfLeader {

    /**
     * @throws RefusedException with the answer, where that is an error
     */
    CompletionStage<Response> answer(Request request, Term term) throws RefusedException;
  }
}

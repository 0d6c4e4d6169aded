package io.proffer.service.http;

/** Answers requests of some paths. May block: each request has a thread of its own. */
@FunctionalInterface
interface Endpoint {
  Answer answer(Request request) throws HttpProblem;
}

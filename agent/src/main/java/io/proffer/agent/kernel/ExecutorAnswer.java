package io.proffer.agent.kernel;

/** What a call of the executor API is answered with. */
public sealed interface ExecutorAnswer {

  /** The call is taken on. */
  record Accepted() implements ExecutorAnswer {}

  /** The events of the executor follow on a stream that has the number of the request. */
  record Streaming() implements ExecutorAnswer {}

  /**
   * The call is not taken on.
   *
   * @param status of HTTP
   */
  record Refused(int status, String message) implements ExecutorAnswer {}
}

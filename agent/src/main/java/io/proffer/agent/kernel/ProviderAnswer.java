package io.proffer.agent.kernel;

/** What a call of, or about, a resource provider is answered with. */
public sealed interface ProviderAnswer {

  /** The call is taken on. */
  record Accepted() implements ProviderAnswer {}

  /** What was asked for is done. */
  record Done() implements ProviderAnswer {}

  /**
   * The events of the resource provider follow on a stream that has the number of the request.
   *
   * @param streamId what the resource provider is to name in its calls
   */
  record Streaming(String streamId) implements ProviderAnswer {}

  /**
   * The call is not taken on.
   *
   * @param status of HTTP
   */
  record Refused(int status, String message) implements ProviderAnswer {}
}

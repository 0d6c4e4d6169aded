package io.proffer.batch.kernel;

/**
 * Where an index of an array ran last.
 *
 * @param attempt the number of its last attempt
 */
public record IndexPlace(int index, Place place, int attempt) {

  /**
   * An agent.
   *
   * @param url where it answers, {@code http://host:port}; empty if it did not say
   */
  public record Place(String agentId, String hostname, String url) {}
}

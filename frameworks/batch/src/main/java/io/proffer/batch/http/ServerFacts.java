package io.proffer.batch.http;

/**
 * What the server says of itself.
 *
 * @param hostname by which others reach it
 */
public record ServerFacts(String hostname, int port) {

  /** {@code host:port}. */
  public String address() {
    return hostname + ":" + port;
  }
}

package io.proffer.service.http;

import java.util.Optional;

/**
 * What the server says of itself.
 *
 * @param name the framework's
 * @param hostname by which others reach it
 * @param master where masters are looked for
 * @param zooKeeper where state is kept, without a password; empty: elsewhere
 */
public record ServerFacts(
    String name,
    String role,
    String hostname,
    int port,
    String master,
    Optional<String> zooKeeper) {

  /** {@code host:port}. */
  public String address() {
    return hostname + ":" + port;
  }
}

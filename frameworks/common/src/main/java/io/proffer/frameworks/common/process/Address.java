package io.proffer.frameworks.common.process;

/**
 * Where a process answers.
 *
 * @param hostname by which others reach it
 */
public record Address(String hostname, int port) {

  /** {@code host:port}. */
  @Override
  public String toString() {
    return hostname + ":" + port;
  }
}

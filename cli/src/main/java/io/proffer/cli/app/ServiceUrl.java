package io.proffer.cli.app;

import io.proffer.cli.CommandFailure;
import io.proffer.cli.ExitCode;
import io.proffer.cli.client.HttpAddress;
import java.net.URI;

/**
 * Where a service framework listens.
 *
 * @param uri scheme, host and port; a path if it is reached through a master
 */
public record ServiceUrl(URI uri) {

  private static final int DEFAULT_PORT = 8080;

  /**
   * Reads {@code host}, {@code host:port}, {@code http(s)://host[:port]}, of which the port
   * defaults to 8080, or {@code http(s)://host[:port]/service/name} of a master.
   *
   * @throws CommandFailure (usage) when the text is neither
   */
  public static ServiceUrl parse(String text) {
    return HttpAddress.parseFramework(text, DEFAULT_PORT)
        .map(ServiceUrl::new)
        .orElseThrow(
            () ->
                CommandFailure.of(
                    ExitCode.USAGE,
                    "'" + text + "' does not name a service framework",
                    "Give --service host:port, http://host:port or, through a master,"
                        + " http://host:port/service/name."));
  }

  @Override
  public String toString() {
    return uri.toString();
  }
}

package io.proffer.cli.client;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/** Addresses as people give them. */
public final class HttpAddress {

  private static final int MAX_PORT = 65535;

  private HttpAddress() {}

  /**
   * Reads {@code host}, {@code host:port} or {@code http(s)://host[:port]}.
   *
   * @return scheme, host and port, no path; empty when the text is none of them
   */
  public static Optional<URI> parse(String text, int defaultPort) {
    try {
      URI given = new URI(text.contains("://") ? text : "http://" + text);
      String scheme = String.valueOf(given.getScheme()).toLowerCase(Locale.ROOT);
      boolean known = scheme.equals("http") || scheme.equals("https");
      boolean bare = given.getPath().isEmpty() || given.getPath().equals("/");
      if (!known || !bare || given.getHost() == null || given.getPort() > MAX_PORT) {
        return Optional.empty();
      }
      int port = given.getPort() < 0 ? defaultPort : given.getPort();
      return Optional.of(new URI(scheme, null, given.getHost(), port, null, null, null));
    } catch (URISyntaxException notAUri) {
      return Optional.empty();
    }
  }
}

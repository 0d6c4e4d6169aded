package io.proffer.cli.client;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Addresses as people give them. */
public final class HttpAddress {

  private static final int MAX_PORT = 65535;
  private static final int MASTER_PORT = 5050;
  private static final Pattern BEHIND_MASTER = Pattern.compile("(.*[^/])(/service/[^/?#]+)/?");

  private HttpAddress() {}

  /**
   * Reads what {@link #parse} does, or where a master leads to a framework: {@code
   * http://host:port/service/name}.
   *
   * @return scheme, host, port, and that path if there is one; empty when the text is none of them
   */
  public static Optional<URI> parseFramework(String text, int defaultPort) {
    Matcher behind = BEHIND_MASTER.matcher(text);
    return behind.matches()
        ? parse(behind.group(1), MASTER_PORT).flatMap(at -> at(at + behind.group(2)))
        : parse(text, defaultPort);
  }

  private static Optional<URI> at(String text) {
    try {
      return Optional.of(new URI(text));
    } catch (URISyntaxException notAUri) {
      return Optional.empty();
    }
  }

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

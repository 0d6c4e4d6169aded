package io.proffer.cli.app;

import io.proffer.cli.CommandFailure;
import io.proffer.cli.ExitCode;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/**
 * Where a service framework listens.
 *
 * @param uri scheme, host and port, no path
 */
public record ServiceUrl(URI uri) {

  private static final int DEFAULT_PORT = 8080;

  /**
   * Reads {@code host}, {@code host:port} or {@code http(s)://host[:port]}; the port defaults to
   * 8080.
   *
   * @throws CommandFailure (usage) when the text is neither
   */
  public static ServiceUrl parse(String text) {
    String withScheme = text.contains("://") ? text : "http://" + text;
    try {
      URI given = new URI(withScheme);
      String scheme = String.valueOf(given.getScheme()).toLowerCase(Locale.ROOT);
      boolean known = scheme.equals("http") || scheme.equals("https");
      boolean bare = given.getPath().isEmpty() || given.getPath().equals("/");
      if (!known || !bare || given.getHost() == null) {
        throw malformed(text);
      }
      int port = given.getPort() < 0 ? DEFAULT_PORT : given.getPort();
      return new ServiceUrl(new URI(scheme, null, given.getHost(), port, null, null, null));
    } catch (URISyntaxException notAUri) {
      throw malformed(text);
    }
  }

  private static CommandFailure malformed(String text) {
    return CommandFailure.of(
        ExitCode.USAGE,
        "'" + text + "' does not name a service framework",
        "Give --service host:port or http://host:port.");
  }

  @Override
  public String toString() {
    return uri.toString();
  }
}

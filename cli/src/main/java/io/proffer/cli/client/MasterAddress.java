package io.proffer.cli.client;

import io.proffer.cli.CommandFailure;
import io.proffer.cli.ExitCode;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/**
 * Where a master listens.
 *
 * @param uri scheme, host and port, no path
 */
public record MasterAddress(URI uri) {

  private static final int DEFAULT_PORT = 5050;

  /**
   * Reads {@code host}, {@code host:port} or {@code http(s)://host[:port]}; the port defaults to
   * 5050.
   *
   * @throws CommandFailure (usage) when the text is neither
   */
  public static MasterAddress parse(String text) {
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
      return new MasterAddress(new URI(scheme, null, given.getHost(), port, null, null, null));
    } catch (URISyntaxException notAUri) {
      throw malformed(text);
    }
  }

  /** The address of a leader that a redirect or ZooKeeper named. */
  public static MasterAddress of(String host, int port) {
    return parse("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port);
  }

  private static CommandFailure malformed(String text) {
    return CommandFailure.of(
        ExitCode.USAGE,
        "'" + text + "' does not name a master",
        "Give --master host:port, http://host:port or zk://host:port/path.");
  }

  @Override
  public String toString() {
    return uri.toString();
  }
}

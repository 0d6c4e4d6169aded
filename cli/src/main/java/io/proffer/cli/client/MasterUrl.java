package io.proffer.cli.client;

import io.proffer.cli.CommandFailure;
import io.proffer.cli.ExitCode;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Locale;

/**
 * Where a master listens.
 *
 * @param uri scheme, host and port, no path
 */
public record MasterUrl(URI uri) {

  private static final int DEFAULT_PORT = 5050;
  private static final Duration LOOKUP_PATIENCE = Duration.ofSeconds(10);

  /**
   * Finds what a {@code --master} flag names: an address, or a location in ZooKeeper, where the
   * leader is looked up.
   *
   * @throws CommandFailure when the text is neither, or nobody leads
   */
  public static MasterUrl find(String master) {
    return master.startsWith("zk:") ? LeaderLookup.leader(master, LOOKUP_PATIENCE) : parse(master);
  }

  /**
   * Reads {@code host}, {@code host:port} or {@code http(s)://host[:port]}; the port defaults to
   * 5050.
   *
   * @throws CommandFailure (usage) when the text is neither
   */
  public static MasterUrl parse(String text) {
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
      return new MasterUrl(new URI(scheme, null, given.getHost(), port, null, null, null));
    } catch (URISyntaxException notAUri) {
      throw malformed(text);
    }
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

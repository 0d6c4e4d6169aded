package io.proffer.cli.client;

import io.proffer.cli.CommandFailure;
import io.proffer.cli.ExitCode;
import java.net.URI;
import java.time.Duration;

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
    return HttpAddress.parse(text, DEFAULT_PORT)
        .map(MasterUrl::new)
        .orElseThrow(
            () ->
                CommandFailure.of(
                    ExitCode.USAGE,
                    "'" + text + "' does not name a master",
                    "Give --master host:port, http://host:port or zk://host:port/path."));
  }

  @Override
  public String toString() {
    return uri.toString();
  }
}

package io.proffer.core.coordination;

import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Where a cluster's facts are kept, as users write it: {@code zk://user:pass@h1:2181,h2:2181/path}.
 *
 * @param connect the servers, {@code h1:2181,h2:2181}
 * @param path the cluster's node, absolute and without a slash at its end; never the root
 * @param auth {@code user:password} for ZooKeeper's digest scheme; never shown
 */
public record ZooKeeperLocation(String connect, String path, Optional<String> auth) {

  private static final String SCHEME = "zk://";
  private static final int DEFAULT_PORT = 2181;

  /**
   * Reads a location. A server without a port gets 2181.
   *
   * @throws IllegalArgumentException when it is none; the message is for the person who wrote it
   */
  public static ZooKeeperLocation parse(String text) {
    String location = text.strip();
    if (!location.startsWith(SCHEME)) {
      throw wrong(location, "it must start with " + SCHEME);
    }
    String rest = location.substring(SCHEME.length());
    int at = rest.lastIndexOf('@');
    int slash = rest.indexOf('/', at + 1);
    String servers = rest.substring(at + 1, slash < 0 ? rest.length() : slash);
    String path = slash < 0 ? "" : rest.substring(slash);
    Optional<String> auth = at < 0 ? Optional.empty() : Optional.of(rest.substring(0, at));
    auth.ifPresent(value -> requireAuth(location, value));
    return new ZooKeeperLocation(servers(location, servers), path(location, path), auth);
  }

  private static void requireAuth(String location, String auth) {
    int colon = auth.indexOf(':');
    if (colon <= 0 || colon == auth.length() - 1) {
      throw wrong(location, "what stands before '@' must be user:password");
    }
  }

  private static String servers(String location, String servers) {
    if (servers.isEmpty()) {
      throw wrong(location, "it names no server");
    }
    try {
      return Arrays.stream(servers.split(",", -1))
          .map(server -> HostPort.parse(server.strip(), DEFAULT_PORT).toString())
          .collect(Collectors.joining(","));
    } catch (IllegalArgumentException e) {
      throw wrong(location, Objects.requireNonNullElse(e.getMessage(), "bad server"));
    }
  }

  private static String path(String location, String path) {
    String trimmed = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    if (trimmed.isEmpty()) {
      throw wrong(location, "it must end with a path of its own, such as /proffer");
    }
    for (String part : trimmed.substring(1).split("/", -1)) {
      if (part.isEmpty() || part.equals(".") || part.equals("..")) {
        throw wrong(location, "the path '%s' has an empty, '.' or '..' part".formatted(path));
      }
    }
    return trimmed;
  }

  private static IllegalArgumentException wrong(String location, String reason) {
    int at = location.lastIndexOf('@');
    String shown = at < 0 ? location : SCHEME + "***" + location.substring(at);
    return new IllegalArgumentException(
        "ZooKeeper location '%s': %s; expected zk://[user:password@]host:port,host:port/path"
            .formatted(shown, reason));
  }

  /** The location as it is written, without the password. */
  @Override
  public String toString() {
    String user = auth.map(value -> value.substring(0, value.indexOf(':')) + ":***@").orElse("");
    return SCHEME + user + connect + path;
  }
}

package io.proffer.core.coordination;

import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server as users name it: {@code host:port}, {@code host} or {@code [::1]:port}.
 *
 * @param host a name or an address; an IPv6 address without its brackets
 */
record HostPort(String host, int port) {

  private static final Pattern FORM =
      Pattern.compile("(?:\\[([0-9a-fA-F:.%]+)]|([^\\s:/@\\[\\]]+))(?::([0-9]{1,5}))?");
  private static final int MAX_PORT = 65535;
  private static final int MASTER_PORT = 5050;
  private static final String HTTP = "http://";

  /**
   * @throws IllegalArgumentException with the reason alone, to be put behind what was read
   */
  static HostPort parse(String text, int defaultPort) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException("'%s' is not host:port".formatted(text));
    }
    String host = form.group(1) != null ? form.group(1) : form.group(2);
    int port = form.group(3) != null ? Integer.parseInt(form.group(3)) : defaultPort;
    if (port < 1 || port > MAX_PORT) {
      throw new IllegalArgumentException(
          "the port of '%s' must be from 1 to %d".formatted(text, MAX_PORT));
    }
    return new HostPort(host, port);
  }

  /**
   * @param text {@code host:port} or {@code http://host:port} of a master; without a port it is
   *     5050
   * @throws IllegalArgumentException when it is neither
   */
  static HostPort ofMaster(String text) {
    String server = text.strip();
    if (server.startsWith(HTTP)) {
      server = server.substring(HTTP.length());
    }
    if (server.endsWith("/")) {
      server = server.substring(0, server.length() - 1);
    }
    try {
      return parse(server, MASTER_PORT);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "master '%s': %s; expected host:port, http://host:port or zk://host:port/path"
              .formatted(text, Objects.requireNonNullElse(e.getMessage(), "")),
          e);
    }
  }

  @Override
  public String toString() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}

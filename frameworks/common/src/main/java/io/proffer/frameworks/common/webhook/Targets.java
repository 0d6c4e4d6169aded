package io.proffer.frameworks.common.webhook;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Optional;

/**
 * Where calls may go: to what everybody can reach, so that nobody makes this framework call what
 * only it can reach. Names are looked up each time.
 *
 * @param privateToo whether machines of this network, this one among them, may be called
 */
public record Targets(boolean privateToo) {

  /** What is wrong with a URL; empty if it may be called. May look up a name. */
  public Optional<String> problem(String url) {
    URI uri;
    try {
      uri = new URI(url);
    } catch (URISyntaxException bad) {
      return Optional.of("'" + url + "' is no URL: " + bad.getReason());
    }
    String scheme = uri.getScheme() == null ? "" : uri.getScheme();
    if (!scheme.equals("http") && !scheme.equals("https")) {
      return Optional.of("must begin with http:// or https://");
    }
    String host = uri.getHost();
    if (host == null || host.isEmpty()) {
      return Optional.of("must name a host");
    }
    if (uri.getUserInfo() != null) {
      return Optional.of("must not hold a user name or password");
    }
    return privateToo ? Optional.empty() : privateAddress(host);
  }

  private static Optional<String> privateAddress(String host) {
    try {
      for (InetAddress address : InetAddress.getAllByName(host)) {
        if (isPrivate(address)) {
          return Optional.of(
              host
                  + " is "
                  + address.getHostAddress()
                  + ", which is not public; see --allow-private-targets");
        }
      }
      return Optional.empty();
    } catch (UnknownHostException unknown) {
      return Optional.of("the host " + host + " is not known");
    }
  }

  private static boolean isPrivate(InetAddress address) {
    byte[] bytes = address.getAddress();
    int first = bytes[0] & 0xFF;
    int second = bytes[1] & 0xFF;
    boolean more =
        address instanceof Inet6Address
            ? (first & 0xFE) == 0xFC
            : first == 0 || first >= 240 || (first == 100 && (second & 0xC0) == 64);
    return more
        || address.isAnyLocalAddress()
        || address.isLoopbackAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isMulticastAddress();
  }
}

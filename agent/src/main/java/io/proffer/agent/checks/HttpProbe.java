package io.proffer.agent.checks;

import io.proffer.agent.container.Probe;
import io.proffer.agent.container.ProbeResult;
import io.proffer.agent.container.ProbeTarget;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * A GET request whose answer is read to its end, so that a server that never comes to one has given
 * none. Redirects are followed, to wherever they lead; certificates are not looked at.
 */
final class HttpProbe implements TargetProbe<ProbeTarget.Http> {

  private static final int MAX_REDIRECTS = 50;
  private static final int HTTP_PORT = 80;
  private static final int HTTPS_PORT = 443;

  private final TaskNetwork network;
  private final AnyCertificate tls = new AnyCertificate();

  HttpProbe(TaskNetwork network) {
    this.network = network;
  }

  @Override
  public ProbeResult look(Probe probe, ProbeTarget.Http target, Abort abort) throws IOException {
    String host = target.ipv6() ? "[::1]" : "127.0.0.1";
    URI at = uri(target.scheme() + "://" + host + ":" + target.port() + escaped(target.path()));
    for (int i = 0; i <= MAX_REDIRECTS; i++) {
      HttpAnswer answer = i == 0 ? ask(probe, target, at, abort) : ask(probe, at, abort);
      Optional<String> location = answer.redirect();
      if (location.isEmpty()) {
        return new ProbeResult.HttpAnswered(answer.status());
      }
      at = follow(at, location.get());
    }
    throw new IOException("more than " + MAX_REDIRECTS + " redirects");
  }

  private HttpAnswer ask(Probe probe, ProbeTarget.Http target, URI at, Abort abort)
      throws IOException {
    try (SocketChannel channel = network.connect(probe, target.port(), target.ipv6(), abort)) {
      return ask(channel, at);
    }
  }

  /** Asks where a redirect has led to. */
  private HttpAnswer ask(Probe probe, URI at, Abort abort) throws IOException {
    InetAddress host = InetAddress.getByName(at.getHost());
    try (SocketChannel channel =
        network.connect(probe, new InetSocketAddress(host, port(at)), abort)) {
      return ask(channel, at);
    }
  }

  private HttpAnswer ask(SocketChannel channel, URI at) throws IOException {
    if (!isHttps(at)) {
      return ask(channel.socket(), at);
    }
    try (Socket secure = tls.over(channel.socket(), at.getHost(), port(at))) {
      return ask(secure, at);
    }
  }

  private static HttpAnswer ask(Socket socket, URI at) throws IOException {
    String path = at.getRawPath() == null || at.getRawPath().isEmpty() ? "/" : at.getRawPath();
    String query = at.getRawQuery() == null ? "" : "?" + at.getRawQuery();
    String request =
        "GET %s%s HTTP/1.1\r\nHost: %s\r\nUser-Agent: proffer\r\nAccept: */*\r\nConnection: close\r\n\r\n"
            .formatted(path, query, at.getRawAuthority());
    OutputStream out = socket.getOutputStream();
    out.write(request.getBytes(StandardCharsets.US_ASCII));
    out.flush();
    return HttpAnswer.read(socket.getInputStream());
  }

  private static URI follow(URI at, String location) throws IOException {
    URI next = at.resolve(uri(escaped(location)));
    String scheme = String.valueOf(next.getScheme()).toLowerCase(Locale.ROOT);
    boolean known = scheme.equals("http") || scheme.equals("https");
    if (!known || next.getHost() == null) {
      throw new IOException("a redirect to '" + location + "', which cannot be followed");
    }
    return next;
  }

  private static URI uri(String text) throws IOException {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw new IOException("'" + text + "' is no URL: " + e.getReason(), e);
    }
  }

  /** What may not stand in a URL as it is, as its bytes' numbers. */
  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      if (b <= ' ' || b == 0x7F || "\"<>\\^`{|}".indexOf(b) >= 0) {
        escaped.append("%%%02X".formatted(b));
      } else {
        escaped.append((char) b);
      }
    }
    return escaped.toString();
  }

  private static int port(URI at) {
    return at.getPort() >= 0 ? at.getPort() : isHttps(at) ? HTTPS_PORT : HTTP_PORT;
  }

  private static boolean isHttps(URI at) {
    return at.getScheme().equalsIgnoreCase("https");
  }
}

package io.proffer.master.http.server;

import akka.util.ByteString;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A request whose body has arrived.
 *
 * @param method in capitals
 * @param target path and query as the client wrote them
 * @param path decoded
 * @param parameters of the query string, decoded, in their order
 * @param headers in their order
 * @param from the address of the client, or of what stands before it; for logs
 * @param principal who the client proved to be; empty where nobody is asked
 */
public record Request(
    String method,
    String target,
    String path,
    Map<String, List<String>> parameters,
    List<Header> headers,
    ByteString body,
    String from,
    Optional<String> principal) {

  private static final int MAX_PARAMETERS = 1024;

  /**
   * @param target of the request line
   * @throws IllegalArgumentException if the target is none
   */
  static Request of(
      String method, String target, List<Header> headers, ByteString body, String from) {
    String relative = relative(target);
    QueryStringDecoder decoded = decoder(relative, true);
    return new Request(
        method,
        relative,
        decoded.path(),
        decoded.parameters(),
        headers,
        body,
        from,
        Optional.empty());
  }

  private static QueryStringDecoder decoder(String text, boolean hasPath) {
    return new QueryStringDecoder(text, StandardCharsets.UTF_8, hasPath, MAX_PARAMETERS, true);
  }

  /** Of {@code http://host/path} the path. */
  private static String relative(String target) {
    if (!target.startsWith("http://") && !target.startsWith("https://")) {
      return target;
    }
    int path = target.indexOf('/', target.indexOf("://") + 3);
    return path < 0 ? "/" : target.substring(path);
  }

  /** The same request for another path. */
  public Request at(String otherPath) {
    return new Request(method, target, otherPath, parameters, headers, body, from, principal);
  }

  /** The same request of somebody who proved who he is. */
  public Request by(String somebody) {
    return new Request(
        method, target, path, parameters, headers, body, from, Optional.of(somebody));
  }

  /** The {@code Content-Type} header. */
  public Optional<String> contentType() {
    return header("content-type");
  }

  /** The value of a header, whatever the case of its name; several are joined by commas. */
  public Optional<String> header(String name) {
    StringBuilder joined = null;
    for (Header header : headers) {
      if (header.name().equalsIgnoreCase(name)) {
        joined = joined == null ? new StringBuilder() : joined.append(", ");
        joined.append(header.value());
      }
    }
    return joined == null ? Optional.empty() : Optional.of(joined.toString());
  }

  /** The first parameter of that name in the query string. */
  public Optional<String> parameter(String name) {
    List<String> values = parameters.get(name);
    return values == null ? Optional.empty() : Optional.of(values.getFirst());
  }

  /**
   * The fields of a body of type {@code application/x-www-form-urlencoded}.
   *
   * @throws IllegalArgumentException if it is none
   */
  public Map<String, List<String>> form() {
    return decoder(body.utf8String(), false).parameters();
  }

  /** The query string as the client wrote it, with its question mark; empty if there is none. */
  public String query() {
    int mark = target.indexOf('?');
    return mark < 0 ? "" : target.substring(mark);
  }

  /** Whether a browser asks for a page. */
  public boolean acceptsHtml() {
    return header("accept").map(accept -> accept.contains("text/html")).orElse(false);
  }

  /** Whether the answer may be compressed. */
  public boolean acceptsGzip() {
    return header("accept-encoding").map(Request::allowsGzip).orElse(false);
  }

  private static boolean allowsGzip(String encodings) {
    for (String encoding : encodings.split(",", -1)) {
      String[] parts = encoding.strip().split(";", 2);
      if (parts[0].strip().equalsIgnoreCase("gzip") || parts[0].strip().equals("*")) {
        return parts.length == 1 || !parts[1].replace(" ", "").matches("q=0(\\.0*)?");
      }
    }
    return false;
  }

  /** The subprotocols that a client which wants a WebSocket offers; empty if it wants none. */
  public Optional<List<String>> webSocket() {
    boolean wanted =
        names("upgrade").contains("websocket")
            && names("connection").contains("upgrade")
            && header("sec-websocket-key").isPresent();
    return wanted ? Optional.of(list("sec-websocket-protocol")) : Optional.empty();
  }

  private List<String> names(String header) {
    return list(header).stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
  }

  private List<String> list(String header) {
    List<String> values = new ArrayList<>();
    for (String value : header(header).orElse("").split(",", -1)) {
      if (!value.isBlank()) {
        values.add(value.strip());
      }
    }
    return values;
  }
}

package io.proffer.master.http;

import akka.http.javadsl.model.AttributeKeys;
import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.RemoteAddress;
import akka.http.javadsl.model.Uri;
import akka.util.ByteString;
import java.net.InetAddress;
import java.util.Optional;

/**
 * A request whose body has arrived.
 *
 * @param http the request as Akka HTTP has it
 * @param connection it came on
 * @param path without aliases, see {@link io.proffer.core.protocol.EndpointPaths}
 */
record Request(HttpRequest http, ClientConnection connection, String path, ByteString body) {

  String method() {
    return http.method().value();
  }

  /** The address of the client, or of what stands before it; for logs. */
  String from() {
    return http.getAttribute(AttributeKeys.remoteAddress)
        .flatMap(RemoteAddress::getAddress)
        .map(InetAddress::getHostAddress)
        .orElse("an unknown address");
  }

  /** The {@code Content-Type} header, as far as it can be told. */
  Optional<String> contentType() {
    return ContentTypeHeader.of(http);
  }

  /** The value of a header, whatever the case of its name; several are joined by commas. */
  Optional<String> header(String name) {
    StringBuilder joined = null;
    for (HttpHeader header : http.getHeaders()) {
      if (header.lowercaseName().equalsIgnoreCase(name)) {
        joined = joined == null ? new StringBuilder() : joined.append(", ");
        joined.append(header.value());
      }
    }
    return joined == null ? Optional.empty() : Optional.of(joined.toString());
  }

  /** The first parameter of that name in the query string. */
  Optional<String> parameter(String name) {
    Uri uri = http.getUri();
    return uri.rawQueryString().isEmpty() ? Optional.empty() : uri.query().get(name);
  }

  /** Path and query as the client wrote them. */
  String target() {
    Uri uri = http.getUri();
    return uri.getPathString() + uri.rawQueryString().map(query -> "?" + query).orElse("");
  }

  /** Whether a browser asks for a page. */
  boolean acceptsHtml() {
    return header("accept").map(accept -> accept.contains("text/html")).orElse(false);
  }

  boolean acceptsGzip() {
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
}

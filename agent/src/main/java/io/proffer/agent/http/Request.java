package io.proffer.agent.http;

import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.Uri;
import akka.util.ByteString;
import java.util.Optional;
import java.util.StringJoiner;

/**
 * A request whose body has arrived.
 *
 * @param path without aliases, see {@link io.proffer.core.protocol.EndpointPaths}
 */
record Request(HttpRequest http, String path, ByteString body, Caller caller) {

  /** Who asks, if that has been established. */
  Optional<String> principal() {
    return caller.principal();
  }

  String method() {
    return http.method().value();
  }

  /** The value of a header, whatever the case of its name; several are joined by commas. */
  Optional<String> header(String name) {
    StringJoiner joined = new StringJoiner(", ");
    joined.setEmptyValue("");
    boolean found = false;
    for (HttpHeader header : http.getHeaders()) {
      if (header.lowercaseName().equalsIgnoreCase(name)) {
        joined.add(header.value());
        found = true;
      }
    }
    return found ? Optional.of(joined.toString()) : Optional.empty();
  }

  /** The first parameter of that name in the query string. */
  Optional<String> parameter(String name) {
    Uri uri = http.getUri();
    return uri.rawQueryString().isEmpty() ? Optional.empty() : uri.query().get(name);
  }
}

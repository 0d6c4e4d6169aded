package io.proffer.service.http;

import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpRequest;
import akka.util.ByteString;
import io.proffer.frameworks.common.http.UriText;

/** Requests as they come in. */
final class Requests {

  private Requests() {}

  static Request of(HttpRequest http, ByteString body) {
    String path = http.getUri().getPathString();
    return new Request(
        http.method().value(),
        http.getUri().path(),
        UriText.segments(path),
        UriText.query(http.getUri().rawQueryString().orElse("")),
        body,
        http.getHeader("Remote-Address").map(HttpHeader::value).orElse("unknown"),
        http.getHeader("Accept").map(HttpHeader::value).orElse(""),
        http.entity().getContentType().toString(),
        http.getHeader("Last-Event-ID").map(HttpHeader::value));
  }
}

package io.proffer.batch.http;

import akka.http.javadsl.model.HttpRequest;
import akka.util.ByteString;
import io.proffer.frameworks.common.http.UriText;

/** Requests as they come in. */
final class Requests {

  /** Where DC/OS has it; clients write it into their URLs. */
  static final String PREFIX = "/service/metronome/";

  private Requests() {}

  static Request of(HttpRequest http, ByteString body) {
    String whole = http.getUri().getPathString();
    String path = whole.startsWith(PREFIX) ? whole.substring(PREFIX.length() - 1) : whole;
    return new Request(
        http.method().value(),
        path,
        UriText.segments(path),
        UriText.query(http.getUri().rawQueryString().orElse("")),
        body,
        http.entity().getContentType().mediaType().subType());
  }
}

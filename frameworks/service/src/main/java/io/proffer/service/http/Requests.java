package io.proffer.service.http;

import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpRequest;
import akka.util.ByteString;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Requests as they come in. Doubled slashes and one at the end mean nothing. */
final class Requests {

  private Requests() {}

  static Request of(HttpRequest http, ByteString body) {
    String path = http.getUri().getPathString();
    return new Request(
        http.method().value(),
        http.getUri().path(),
        segments(path),
        query(http.getUri().rawQueryString().orElse("")),
        body,
        http.getHeader("Remote-Address").map(HttpHeader::value).orElse("unknown"),
        http.getHeader("Accept").map(HttpHeader::value).orElse(""),
        http.entity().getContentType().toString(),
        http.getHeader("Last-Event-ID").map(HttpHeader::value));
  }

  static List<String> segments(String path) {
    return Arrays.stream(path.split("/", -1))
        .filter(segment -> !segment.isEmpty())
        .map(segment -> decoded(segment.replace("+", "%2B")))
        .toList();
  }

  static Map<String, List<String>> query(String raw) {
    Map<String, List<String>> query = new LinkedHashMap<>();
    for (String pair : raw.split("&", -1)) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
        String value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
        query.computeIfAbsent(name, n -> new ArrayList<>()).add(value);
      }
    }
    return query;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}

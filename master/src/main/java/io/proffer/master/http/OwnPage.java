package io.proffer.master.http;

import io.proffer.master.http.server.Request;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether a page of the master sends a request, and not one of another site: browsers show cookies
 * by themselves, whoever's page asks, and say whose it is.
 */
final class OwnPage {

  private OwnPage() {}

  static boolean sends(Request request) {
    if (request.header("sec-fetch-site").filter("same-origin"::equals).isPresent()) {
      return true;
    }
    // Over plain HTTP, and of a WebSocket, browsers may say only this.
    String host = request.header("host").orElse("").toLowerCase(Locale.ROOT);
    String origin = request.header("origin").map(OwnPage::authority).orElse("");
    return !origin.isEmpty() && origin.equals(host);
  }

  private static String authority(String origin) {
    try {
      return Optional.ofNullable(URI.create(origin).getRawAuthority())
          .orElse("")
          .toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }
}

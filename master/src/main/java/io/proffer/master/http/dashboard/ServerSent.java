package io.proffer.master.http.dashboard;

import akka.util.ByteString;
import java.nio.charset.StandardCharsets;

/** Events as browsers take them: {@code text/event-stream}. */
final class ServerSent {

  private static final ByteString END = ByteString.fromString("\n\n");

  private ServerSent() {}

  /** An event that is not a place to go on from. */
  static ByteString event(String name, byte[] json) {
    return head("event: " + name + "\ndata: ").concat(ByteString.fromArrayUnsafe(json)).concat(END);
  }

  /**
   * @param id what a viewer names when it comes back
   * @param json on one line
   */
  static ByteString event(String name, String id, byte[] json) {
    return head("id: " + id + "\nevent: " + name + "\ndata: ")
        .concat(ByteString.fromArrayUnsafe(json))
        .concat(END);
  }

  private static ByteString head(String text) {
    return ByteString.fromArrayUnsafe(text.getBytes(StandardCharsets.UTF_8));
  }
}

package io.proffer.master.http.dashboard;

import akka.util.ByteString;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * An event as browsers take it: {@code text/event-stream}. Compressed at most once, whoever is told
 * of it. Thread-safe.
 */
final class ServerSent {

  private static final ByteString END = ByteString.fromString("\n\n");

  private final ByteString plain;
  private @Nullable ByteString gzipped;

  private ServerSent(ByteString plain) {
    this.plain = plain;
  }

  /** An event that is not a place to go on from. */
  static ServerSent event(String name, byte[] json) {
    return new ServerSent(
        head("event: " + name + "\ndata: ").concat(ByteString.fromArrayUnsafe(json)).concat(END));
  }

  /**
   * @param id what a viewer names when it comes back
   * @param json on one line
   */
  static ServerSent event(String name, String id, byte[] json) {
    return new ServerSent(
        head("id: " + id + "\nevent: " + name + "\ndata: ")
            .concat(ByteString.fromArrayUnsafe(json))
            .concat(END));
  }

  private static ByteString head(String text) {
    return ByteString.fromArrayUnsafe(text.getBytes(StandardCharsets.UTF_8));
  }

  ByteString plain() {
    return plain;
  }

  /** As a piece of a stream that began with {@link GzipPieces#BEGIN}. */
  synchronized ByteString gzipped() {
    ByteString known = gzipped;
    if (known == null) {
      known = GzipPieces.piece(plain);
      gzipped = known;
    }
    return known;
  }
}

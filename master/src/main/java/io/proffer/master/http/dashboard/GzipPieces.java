package io.proffer.master.http.dashboard;

import akka.util.ByteString;
import java.io.ByteArrayOutputStream;
import java.util.zip.Deflater;

/**
 * A gzip stream in pieces that do not depend on each other: each ends on a byte and refers to
 * nothing before it, so the same piece can go on any stream, after any other. Such a stream has no
 * end; it ends with its connection.
 */
final class GzipPieces {

  /** What each stream begins with: no name, no time, no flags. */
  static final ByteString BEGIN =
      ByteString.fromArrayUnsafe(new byte[] {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff});

  private GzipPieces() {}

  static ByteString piece(ByteString plain) {
    Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
    try {
      deflater.setInput(plain.toArrayUnsafe());
      ByteArrayOutputStream out = new ByteArrayOutputStream(plain.size() / 4 + 64);
      byte[] chunk = new byte[8192];
      int made = deflater.deflate(chunk, 0, chunk.length, Deflater.FULL_FLUSH);
      while (made > 0) {
        out.write(chunk, 0, made);
        made =
            made < chunk.length ? 0 : deflater.deflate(chunk, 0, chunk.length, Deflater.FULL_FLUSH);
      }
      return ByteString.fromArrayUnsafe(out.toByteArray());
    } finally {
      deflater.end();
    }
  }
}

package io.proffer.master.http.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import akka.util.ByteString;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class GzipPiecesTest {

  private static final ByteString FIRST = ByteString.fromString("event: a\ndata: {}\n\n".repeat(9));
  private static final ByteString SECOND = ByteString.fromArray(noise(100_000));

  private static byte[] noise(int size) {
    byte[] noise = new byte[size];
    new Random(1).nextBytes(noise);
    return noise;
  }

  /** The stream has no end, so only as much is read as there must be. */
  private static String read(List<ByteString> pieces) throws IOException {
    ByteString stream = GzipPieces.BEGIN;
    int size = 0;
    for (ByteString piece : pieces) {
      stream = stream.concat(GzipPieces.piece(piece));
      size += piece.size();
    }
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(stream.toArray()), 64)) {
      return new String(in.readNBytes(size), StandardCharsets.ISO_8859_1);
    }
  }

  private static String text(ByteString... pieces) {
    StringBuilder text = new StringBuilder();
    for (ByteString piece : pieces) {
      text.append(new String(piece.toArray(), StandardCharsets.ISO_8859_1));
    }
    return text.toString();
  }

  @Test
  void piecesGoOnAnyStreamInAnyOrder() throws Exception {
    assertThat(read(List.of(FIRST, SECOND))).isEqualTo(text(FIRST, SECOND));
    assertThat(read(List.of(SECOND, FIRST, FIRST))).isEqualTo(text(SECOND, FIRST, FIRST));
  }

  @Test
  void whatRepeatsIsMuchSmaller() {
    assertThat(GzipPieces.piece(FIRST).size()).isLessThan(FIRST.size() / 4);
  }
}

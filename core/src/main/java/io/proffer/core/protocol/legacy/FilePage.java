package io.proffer.core.protocol.legacy;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * A part of a file as {@code /files/read} answers with it: text, whatever is in the file. What is
 * no UTF-8 is replaced, so the length of the text says nothing about how much of the file it stands
 * for; {@code next} does, which Mesos does not have.
 *
 * @param offset of the first byte
 * @param next of the first byte that is not in the text; to be read from next
 */
public record FilePage(String data, long offset, long next) {

  /**
   * A character of which only the beginning is there is left to the next page, so whoever reads
   * page by page gets it whole.
   *
   * @param end whether there is nothing in the file behind these bytes: then the rest of a
   *     character is still to be written, and waited for. Otherwise a page that is too short for a
   *     single character has a replacement for what there is of it, so that each page leads on
   */
  public static FilePage of(byte[] bytes, long offset, boolean end) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    decoder.decode(in, out, false);
    if (in.position() == 0 && !end) {
      decoder.reset();
      decoder.decode(in, out, true);
    }
    return new FilePage(out.flip().toString(), offset, offset + in.position());
  }

  /** Nothing but how large the file is, as the offset. */
  public static FilePage ofSize(long size) {
    return new FilePage("", size, size);
  }

  public byte[] toJson() {
    return LegacyWriter.object(
        out -> {
          out.integer("offset", offset);
          out.string("data", data);
          out.integer("next", next);
        });
  }
}

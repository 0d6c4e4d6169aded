package io.proffer.core.protocol.legacy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** What {@code /files/read} answers: where a part of a file begins, and its text. */
public final class FilePartJson {

  private FilePartJson() {}

  /**
   * The answer.
   *
   * @param data in UTF-8; a character that is cut off at the end is left to the next read
   */
  public static byte[] render(long offset, byte[] data) {
    return LegacyWriter.object(
        out -> {
          out.integer("offset", offset);
          out.string("data", new String(wholeCharacters(data), StandardCharsets.UTF_8));
        });
  }

  private static byte[] wholeCharacters(byte[] data) {
    int lead = data.length - 1;
    while (lead >= 0 && data.length - lead < 4 && (data[lead] & 0xC0) == 0x80) {
      lead--;
    }
    if (lead <= 0) {
      return data;
    }
    int b = data[lead] & 0xFF;
    int expected = b >= 0xF0 ? 4 : b >= 0xE0 ? 3 : b >= 0xC0 ? 2 : 1;
    return data.length - lead < expected ? Arrays.copyOf(data, lead) : data;
  }
}

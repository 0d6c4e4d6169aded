package io.proffer.core.protocol;

import java.nio.charset.StandardCharsets;

/**
 * RecordIO framing of the v1 event streams: the record's length in decimal digits, a newline, then
 * the record's bytes. {@link RecordIoDecoder} is the other direction.
 */
public final class RecordIo {

  private RecordIo() {}

  /**
   * Frames one record. Clients expect exactly one frame per HTTP chunk, so the result is one array:
   * length line and record together.
   */
  public static byte[] encode(byte[] record) {
    byte[] length = Integer.toString(record.length).getBytes(StandardCharsets.US_ASCII);
    byte[] frame = new byte[length.length + 1 + record.length];
    System.arraycopy(length, 0, frame, 0, length.length);
    frame[length.length] = '\n';
    System.arraycopy(record, 0, frame, length.length + 1, record.length);
    return frame;
  }
}

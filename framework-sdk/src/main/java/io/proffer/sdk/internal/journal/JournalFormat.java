package io.proffer.sdk.internal.journal;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.zip.CRC32C;

/**
 * The form of a journal's files: a header that names its version, then records, one for each
 * commit.
 *
 * <p>A record is a mark, the length of its body, a checksum of that length and the body, and the
 * body: the record's number, and for each change the name, the length of the value, or -1 where it
 * is removed, and the value. Numbers are consecutive through all files.
 */
final class JournalFormat {

  private static final String NAME = "PROFFER-STATE-";
  private static final int VERSION = 1;

  static final byte[] HEADER = (NAME + VERSION + "\n").getBytes(StandardCharsets.US_ASCII);

  /** What a record has besides its body. */
  static final int FRAME_BYTES = 3 * Integer.BYTES;

  private static final int MARK = 0xAB57_A7E1;
  private static final int MAX_BODY_BYTES = 512 << 20;
  private static final int REMOVED = -1;

  private JournalFormat() {}

  /** Is told the changes of a record. */
  interface Changes {
    void put(String name, int at, int length);

    void removed(String name);
  }

  /** The bytes that a value takes with its name. */
  static int bytes(String name, int length) {
    return 1 + name.length() + Integer.BYTES + length;
  }

  static byte[] record(long number, SequencedMap<String, Optional<byte[]>> changes)
      throws IOException {
    long length = Long.BYTES;
    for (Map.Entry<String, Optional<byte[]>> change : changes.entrySet()) {
      length += bytes(change.getKey(), change.getValue().map(value -> value.length).orElse(0));
    }
    if (length > MAX_BODY_BYTES) {
      throw new IOException(
          "%d values have %d bytes: commit at most %d at once"
              .formatted(changes.size(), length, MAX_BODY_BYTES));
    }
    ByteBuffer record = ByteBuffer.allocate(FRAME_BYTES + (int) length);
    record.position(FRAME_BYTES).putLong(number);
    changes.forEach(
        (name, value) -> {
          record.put((byte) name.length()).put(name.getBytes(StandardCharsets.US_ASCII));
          record.putInt(value.map(bytes -> bytes.length).orElse(REMOVED));
          value.ifPresent(record::put);
        });
    record.putInt(0, MARK).putInt(Integer.BYTES, (int) length);
    record.putInt(2 * Integer.BYTES, checksum(record.slice(FRAME_BYTES, (int) length)));
    return record.array();
  }

  private static int checksum(ByteBuffer body) {
    CRC32C crc = new CRC32C();
    crc.update(ByteBuffer.allocate(Integer.BYTES).putInt(body.remaining()).flip());
    crc.update(body.duplicate());
    return (int) crc.getValue();
  }

  /**
   * How long the record is that begins with a frame; empty when none does.
   *
   * @param frame its first {@link #FRAME_BYTES}, or fewer at the end of a file
   */
  static Optional<Integer> length(byte[] frame) {
    if (frame.length < FRAME_BYTES) {
      return Optional.empty();
    }
    ByteBuffer bytes = ByteBuffer.wrap(frame);
    int length = bytes.getInt(Integer.BYTES);
    boolean possible = bytes.getInt(0) == MARK && length > Long.BYTES && length <= MAX_BODY_BYTES;
    return possible ? Optional.of(FRAME_BYTES + length) : Optional.empty();
  }

  /** The number of a record; empty when it is not whole. */
  static Optional<Long> number(byte[] record) {
    Optional<Integer> length = length(record).filter(bytes -> bytes <= record.length);
    return length
        .map(bytes -> ByteBuffer.wrap(record, FRAME_BYTES, bytes - FRAME_BYTES).slice())
        .filter(body -> checksum(body) == ByteBuffer.wrap(record).getInt(2 * Integer.BYTES))
        .map(ByteBuffer::getLong);
  }

  /**
   * Tells the changes of a record that is whole, with the places of their values in it.
   *
   * @throws IOException when it says what no record says
   */
  static void read(byte[] record, Changes changes) throws IOException {
    ByteBuffer rest = ByteBuffer.wrap(record).position(FRAME_BYTES + Long.BYTES);
    try {
      while (rest.hasRemaining()) {
        byte[] name = new byte[Byte.toUnsignedInt(rest.get())];
        rest.get(name);
        int length = rest.getInt();
        String text = new String(name, StandardCharsets.US_ASCII);
        if (length == REMOVED) {
          changes.removed(text);
        } else {
          changes.put(text, rest.position(), length);
          rest.position(Math.addExact(rest.position(), length));
        }
      }
    } catch (BufferUnderflowException | IllegalArgumentException | ArithmeticException broken) {
      throw new IOException("a record is not understood", broken);
    }
  }

  /**
   * Whether a newer version wrote a file.
   *
   * @param start its first bytes
   */
  static boolean isNewer(byte[] start) {
    String text = new String(start, StandardCharsets.ISO_8859_1);
    return text.matches(NAME + "[1-9]\n") && !Arrays.equals(start, HEADER);
  }
}

package io.proffer.core.protocol;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes a RecordIO stream apart, however the network has cut it. It holds at most one incomplete
 * record of at most the given size, and memory is claimed as bytes arrive, not as they are
 * announced. After an error every further call fails with the same error, as there is no way to
 * find the next record.
 *
 * <p>Not thread-safe: one decoder belongs to one stream.
 */
public final class RecordIoDecoder {

  /** Enough for every int with some leading zeros; a longer length line is none. */
  private static final int MAX_LENGTH_DIGITS = 19;

  private static final int FIRST_BUFFER_BYTES = 4096;
  private static final byte[] NO_BYTES = {};

  private final int maxRecordBytes;

  private final byte[] lengthLine = new byte[MAX_LENGTH_DIGITS];
  private int lengthDigits;

  /** The length of the record being read; -1 while its length line is not complete. */
  private int recordLength = -1;

  private byte[] record = NO_BYTES;
  private int recordFilled;

  private @Nullable String failure;

  /**
   * @param maxRecordBytes the longest record accepted, at least 1
   */
  public RecordIoDecoder(int maxRecordBytes) {
    if (maxRecordBytes < 1) {
      throw new IllegalArgumentException(
          "maxRecordBytes must be at least 1, was " + maxRecordBytes);
    }
    this.maxRecordBytes = maxRecordBytes;
  }

  /**
   * Takes the next bytes of the stream.
   *
   * @return the records these bytes complete, in order; empty when none is
   * @throws MalformedRecordException for a bad length line or a record over the limit; complete
   *     records before it in the same bytes are lost
   */
  public List<byte[]> feed(byte[] bytes) throws MalformedRecordException {
    return feed(bytes, 0, bytes.length);
  }

  /** As {@link #feed(byte[])}, for a part of an array. */
  public List<byte[]> feed(byte[] bytes, int offset, int length) throws MalformedRecordException {
    requireSound();
    List<byte[]> complete = new ArrayList<>();
    int position = offset;
    int end = offset + length;
    while (position < end) {
      if (recordLength < 0) {
        takeLengthByte(bytes[position++]);
      } else {
        position += takeRecordBytes(bytes, position, end);
      }
      if (recordLength >= 0 && recordFilled == recordLength) {
        complete.add(takeRecord());
      }
    }
    return complete;
  }

  /**
   * Says that the stream has ended.
   *
   * @throws MalformedRecordException when it ended within a record
   */
  public void endOfInput() throws MalformedRecordException {
    requireSound();
    if (recordLength >= 0) {
      throw fail(
          "the stream ended within a record: %d of its %d bytes came"
              .formatted(recordFilled, recordLength));
    }
    if (lengthDigits > 0) {
      throw fail("the stream ended within the length line '%s'".formatted(lengthText()));
    }
  }

  private void takeLengthByte(byte next) throws MalformedRecordException {
    if (next == '\n') {
      recordLength = length();
      lengthDigits = 0;
      recordFilled = 0;
      record = new byte[Math.min(recordLength, FIRST_BUFFER_BYTES)];
    } else if (next < '0' || next > '9') {
      throw fail(
          "a record must begin with its length in decimal digits and a newline, found %s after '%s'"
              .formatted(printable(next), lengthText()));
    } else if (lengthDigits == MAX_LENGTH_DIGITS) {
      throw fail("the length line '%s...' is too long".formatted(lengthText()));
    } else {
      lengthLine[lengthDigits++] = next;
    }
  }

  private int length() throws MalformedRecordException {
    if (lengthDigits == 0) {
      throw fail("a record must begin with its length in decimal digits, found an empty line");
    }
    long length = 0;
    for (int i = 0; i < lengthDigits; i++) {
      length = length * 10 + (lengthLine[i] - '0');
      if (length > maxRecordBytes) {
        throw fail(
            "a record of %s bytes is over the limit of %d bytes"
                .formatted(lengthText(), maxRecordBytes));
      }
    }
    return (int) length;
  }

  private int takeRecordBytes(byte[] bytes, int position, int end) {
    int taken = Math.min(recordLength - recordFilled, end - position);
    int needed = recordFilled + taken;
    if (needed > record.length) {
      int doubled = (int) Math.min(recordLength, 2L * record.length);
      record = Arrays.copyOf(record, Math.max(needed, doubled));
    }
    System.arraycopy(bytes, position, record, recordFilled, taken);
    recordFilled = needed;
    return taken;
  }

  private byte[] takeRecord() {
    byte[] taken = record.length == recordLength ? record : Arrays.copyOf(record, recordLength);
    record = NO_BYTES;
    recordLength = -1;
    return taken;
  }

  private void requireSound() throws MalformedRecordException {
    if (failure != null) {
      throw new MalformedRecordException(failure);
    }
  }

  private MalformedRecordException fail(String reason) {
    failure = reason;
    record = NO_BYTES;
    return new MalformedRecordException(reason);
  }

  private String lengthText() {
    return new String(lengthLine, 0, lengthDigits, StandardCharsets.US_ASCII);
  }

  private static String printable(byte b) {
    return b > ' ' && b < 0x7f ? "'" + (char) b + "'" : "byte 0x%02x".formatted(b & 0xff);
  }
}

package io.proffer.core.protocol;

import com.google.protobuf.WireFormat;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A growing array of protobuf's binary encoding. A nested message is written before its length is
 * known: its length takes a fixed {@value #LENGTH_BYTES} bytes, which protobuf reads like any
 * other.
 */
final class WireBuffer {

  private static final int LENGTH_BYTES = 5;
  private static final int MAX_SCALAR_BYTES = 10;

  private byte[] bytes;
  private int size;

  WireBuffer(int capacity) {
    bytes = new byte[Math.max(capacity, 64)];
  }

  byte[] bytes() {
    return bytes;
  }

  int size() {
    return size;
  }

  /**
   * Begins a nested message.
   *
   * @return where its content starts, for {@link #end}
   */
  int begin(int tag) {
    varint(tag);
    ensure(LENGTH_BYTES);
    size += LENGTH_BYTES;
    return size;
  }

  void end(int start) {
    int length = size - start;
    int at = start - LENGTH_BYTES;
    for (int i = 0; i < LENGTH_BYTES - 1; i++) {
      bytes[at++] = (byte) ((length & 0x7f) | 0x80);
      length >>>= 7;
    }
    bytes[at] = (byte) length;
  }

  void varint(int value) {
    varint(value & 0xffffffffL);
  }

  void varint(long value) {
    ensure(MAX_SCALAR_BYTES);
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      bytes[size++] = (byte) ((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    bytes[size++] = (byte) rest;
  }

  void fixed32(int value) {
    ensure(MAX_SCALAR_BYTES);
    for (int shift = 0; shift < Integer.SIZE; shift += 8) {
      bytes[size++] = (byte) (value >>> shift);
    }
  }

  void fixed64(long value) {
    ensure(MAX_SCALAR_BYTES);
    for (int shift = 0; shift < Long.SIZE; shift += 8) {
      bytes[size++] = (byte) (value >>> shift);
    }
  }

  void string(String value) {
    bytes(value.getBytes(StandardCharsets.UTF_8));
  }

  void bytes(byte[] value) {
    varint(value.length);
    ensure(value.length);
    System.arraycopy(value, 0, bytes, size, value.length);
    size += value.length;
  }

  /** Takes back all values of one field of the message that starts at {@code start}. */
  void forget(int start, int fieldNumber) {
    WireReader reader = new WireReader(bytes);
    reader.moveTo(start);
    int kept = start;
    while (reader.at() < size) {
      int from = reader.at();
      int tag = reader.varint32();
      reader.skip(tag);
      if (WireFormat.getTagFieldNumber(tag) != fieldNumber) {
        int length = reader.at() - from;
        System.arraycopy(bytes, from, bytes, kept, length);
        kept += length;
      }
    }
    size = kept;
  }

  private void ensure(int more) {
    if (bytes.length - size < more) {
      int wanted = Math.addExact(size, more);
      int doubled = (int) Math.min(2L * bytes.length, Integer.MAX_VALUE - 8);
      bytes = Arrays.copyOf(bytes, Math.max(wanted, doubled));
    }
  }
}

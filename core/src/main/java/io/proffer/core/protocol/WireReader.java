package io.proffer.core.protocol;

import com.google.protobuf.WireFormat;

/**
 * Reads protobuf's binary encoding where it lies. It trusts the bytes: they come from a message's
 * own serialization, never from the network.
 */
final class WireReader {

  private final byte[] bytes;
  private int at;

  WireReader(byte[] bytes) {
    this.bytes = bytes;
  }

  byte[] bytes() {
    return bytes;
  }

  int at() {
    return at;
  }

  void moveTo(int position) {
    at = position;
  }

  int varint32() {
    byte first = bytes[at];
    if (first >= 0) {
      at++;
      return first;
    }
    return (int) varint64();
  }

  long varint64() {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = bytes[at++];
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }

  int fixed32() {
    int value =
        (bytes[at] & 0xff)
            | (bytes[at + 1] & 0xff) << 8
            | (bytes[at + 2] & 0xff) << 16
            | (bytes[at + 3] & 0xff) << 24;
    at += 4;
    return value;
  }

  long fixed64() {
    long low = fixed32() & 0xffffffffL;
    return low | (long) fixed32() << 32;
  }

  /** Skips the value that stands after {@code tag}. */
  void skip(int tag) {
    switch (WireFormat.getTagWireType(tag)) {
      case WireFormat.WIRETYPE_VARINT -> varint64();
      case WireFormat.WIRETYPE_FIXED32 -> at += 4;
      case WireFormat.WIRETYPE_FIXED64 -> at += 8;
      case WireFormat.WIRETYPE_LENGTH_DELIMITED -> {
        int length = varint32();
        at += length;
      }
      case WireFormat.WIRETYPE_START_GROUP -> {
        for (int inner = varint32();
            WireFormat.getTagWireType(inner) != WireFormat.WIRETYPE_END_GROUP;
            inner = varint32()) {
          skip(inner);
        }
      }
      default -> throw new IllegalStateException("no wire type: tag " + tag);
    }
  }
}

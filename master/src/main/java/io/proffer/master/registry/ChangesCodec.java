package io.proffer.master.registry;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * Changes as bytes, in a node of ZooKeeper or in a file: four letters, the version of the format, a
 * checksum of the rest, its length without compression, and the changes, compressed.
 */
final class ChangesCodec {

  /** The version that is written, and the newest that is read. */
  static final int VERSION = 1;

  private static final byte[] MAGIC = {'P', 'R', 'F', 'R'};
  private static final int HEADER = MAGIC.length + 1 + Integer.BYTES + Integer.BYTES;
  private static final int MAX_BYTES = 1 << 30;

  /** As much as Deflate can make of a byte, and some more. */
  private static final long MAX_RATIO = 1100;

  /** What Deflate adds to bytes that it cannot make fewer, where they are few. */
  private static final int ROOM = 64;

  /** Most entries are some hundred bytes; a snapshot may be megabytes. */
  private static final int MAX_BUFFER = 64 << 10;

  private ChangesCodec() {}

  static byte[] write(List<Change> changes) {
    byte[] plain = plain(changes);
    byte[] packed = packed(plain);
    return ByteBuffer.allocate(HEADER + packed.length)
        .put(MAGIC)
        .put((byte) VERSION)
        .putInt(checksum(packed))
        .putInt(plain.length)
        .put(packed)
        .array();
  }

  /**
   * @param place where the bytes were found
   * @throws RegistryException when they are damaged, or of a newer version
   */
  static List<Change> read(byte[] bytes, Place place) {
    if (bytes.length < HEADER || !Arrays.equals(Arrays.copyOf(bytes, MAGIC.length), MAGIC)) {
      throw place.damaged("it holds no facts of a Proffer master");
    }
    ByteBuffer in = ByteBuffer.wrap(bytes).position(MAGIC.length);
    int version = in.get() & 0xff;
    if (version > VERSION) {
      throw place.newer("format " + version + " (this one reads up to " + VERSION + ")");
    }
    int checksum = in.getInt();
    int length = in.getInt();
    byte[] packed = Arrays.copyOfRange(bytes, HEADER, bytes.length);
    if (checksum(packed) != checksum || length < 0 || length > MAX_BYTES) {
      throw place.damaged("its checksum is not that of its content");
    }
    if (length > packed.length * MAX_RATIO) {
      throw place.damaged("it is too short to hold " + length + " bytes"); // not to make room for
    }
    try {
      return changes(unpacked(packed, length), place);
    } catch (IOException | DataFormatException e) {
      throw place.damaged(String.valueOf(e.getMessage()));
    }
  }

  private static byte[] plain(List<Change> changes) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    try {
      for (Change change : changes) {
        out.writeUInt32NoTag(change.section().number());
        out.writeStringNoTag(change.key());
        out.writeBoolNoTag(change.value().isPresent());
        if (change.value().isPresent()) {
          out.writeBytesNoTag(change.value().get());
        }
      }
      out.flush();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  private static List<Change> changes(byte[] plain, Place place) throws IOException {
    CodedInputStream in = CodedInputStream.newInstance(plain);
    List<Change> changes = new ArrayList<>();
    while (!in.isAtEnd()) {
      int number = in.readUInt32();
      Section section =
          Section.of(number).orElseThrow(() -> place.newer("it has facts of kind " + number));
      String key = in.readString();
      Optional<ByteString> value = in.readBool() ? Optional.of(in.readBytes()) : Optional.empty();
      changes.add(new Change(section, key, value));
    }
    return changes;
  }

  private static byte[] packed(byte[] plain) {
    Deflater deflater = new Deflater(Deflater.BEST_SPEED);
    try {
      deflater.setInput(plain);
      deflater.finish();
      ByteArrayOutputStream packed = new ByteArrayOutputStream();
      byte[] buffer = new byte[Math.min(plain.length + ROOM, MAX_BUFFER)];
      while (!deflater.finished()) {
        packed.write(buffer, 0, deflater.deflate(buffer));
      }
      return packed.toByteArray();
    } finally {
      deflater.end();
    }
  }

  private static byte[] unpacked(byte[] packed, int length) throws DataFormatException {
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(packed);
      byte[] plain = new byte[length];
      int read = 0;
      int more = -1;
      while (read < length && more != 0) {
        more = inflater.inflate(plain, read, length - read);
        read += more;
      }
      if (read != length) {
        throw new DataFormatException(read + " bytes are there of " + length);
      }
      return plain;
    } finally {
      inflater.end();
    }
  }

  private static int checksum(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return (int) crc.getValue();
  }
}

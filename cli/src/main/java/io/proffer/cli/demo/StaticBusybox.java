package io.proffer.cli.demo;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Finds a busybox that needs no libraries, so that an image can consist of it alone. */
public final class StaticBusybox {

  private static final List<Path> PLACES =
      List.of(Path.of("/usr/bin/busybox"), Path.of("/bin/busybox"));

  private static final int ELF_MAGIC = 0x7f454c46;
  private static final int CLASS_64 = 2;
  private static final int LITTLE_ENDIAN = 1;
  private static final int HEADER_BYTES = 64;
  private static final int PROGRAM_HEADERS_AT = 32;
  private static final int PROGRAM_HEADER_SIZE_AT = 54;
  private static final int PROGRAM_HEADER_COUNT_AT = 56;
  private static final int MAX_PROGRAM_HEADERS = 64;
  private static final int INTERPRETER = 3;

  private StaticBusybox() {}

  /** Where Debian's package {@code busybox-static} puts it, if it is installed. */
  public static Optional<Path> find() {
    return PLACES.stream().filter(Files::isExecutable).filter(StaticBusybox::isStatic).findFirst();
  }

  /** Whether a program is a 64-bit ELF file that names no dynamic linker. */
  static boolean isStatic(Path program) {
    try (FileChannel file = FileChannel.open(program)) {
      ByteBuffer header = read(file, 0, HEADER_BYTES);
      if (header.order(ByteOrder.BIG_ENDIAN).getInt(0) != ELF_MAGIC
          || header.get(4) != CLASS_64
          || header.get(5) != LITTLE_ENDIAN) {
        return false;
      }
      header.order(ByteOrder.LITTLE_ENDIAN);
      return !namesInterpreter(file, header);
    } catch (IOException unreadable) {
      return false;
    }
  }

  private static boolean namesInterpreter(FileChannel file, ByteBuffer header) throws IOException {
    long at = header.getLong(PROGRAM_HEADERS_AT);
    int size = Short.toUnsignedInt(header.getShort(PROGRAM_HEADER_SIZE_AT));
    int count =
        Math.min(
            Short.toUnsignedInt(header.getShort(PROGRAM_HEADER_COUNT_AT)), MAX_PROGRAM_HEADERS);
    for (int i = 0; i < count; i++) {
      if (read(file, at + (long) i * size, Integer.BYTES).getInt(0) == INTERPRETER) {
        return true;
      }
    }
    return false;
  }

  private static ByteBuffer read(FileChannel file, long at, int bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.hasRemaining()) {
      if (file.read(buffer, at + buffer.position()) < 0) {
        throw new IOException("the file ends early");
      }
    }
    return buffer.flip();
  }
}

package io.proffer.agent.sandbox.fetch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * The list at the end of a zip file. Whoever opens a zip file has all of it in memory, so one that
 * is too large for that is refused before.
 */
final class ZipDirectory {

  private static final long MAX_BYTES = 32L << 20;
  private static final int END_SIGNATURE = 0x06054b50;
  private static final int END_BYTES = 22;
  private static final int LOCATOR64_BYTES = 20;
  private static final int LOCATOR64_SIGNATURE = 0x07064b50;
  private static final long IN_64_BIT_FORM = 0xFFFF_FFFFL;

  private ZipDirectory() {}

  static void refuseHuge(Path archive) throws IOException {
    try (FileChannel file = FileChannel.open(archive)) {
      int tailBytes = (int) Math.min(file.size(), 0xFFFF + END_BYTES + LOCATOR64_BYTES);
      long tailAt = file.size() - tailBytes;
      ByteBuffer tail = read(file, tailAt, tailBytes);
      for (int i = tailBytes - END_BYTES; i >= 0; i--) {
        if (tail.getInt(i) == END_SIGNATURE) {
          long from = begin(file, tail, i);
          if (tailAt + i - from > MAX_BYTES) {
            throw new FetchException("the archive's list of entries is too long");
          }
          return;
        }
      }
      throw new FetchException("it is not a zip file, or only a part of one");
    }
  }

  private static long begin(FileChannel file, ByteBuffer tail, int end) throws IOException {
    long begin = tail.getInt(end + 16) & IN_64_BIT_FORM;
    int locator = end - LOCATOR64_BYTES;
    if (begin == IN_64_BIT_FORM && locator >= 0 && tail.getInt(locator) == LOCATOR64_SIGNATURE) {
      begin = read(file, tail.getLong(locator + 8) + 48, Long.BYTES).getLong(0);
    }
    return begin;
  }

  private static ByteBuffer read(FileChannel file, long position, int bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (position < 0 || position + bytes > file.size()) {
      throw new FetchException("the archive's list of entries is not where it should be");
    }
    while (buffer.hasRemaining()) {
      if (file.read(buffer, position + buffer.position()) < 0) {
        throw new FetchException("the archive has been cut off while it was read");
      }
    }
    return buffer;
  }
}

package io.proffer.sdk.internal.journal;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/** A file on a disk. Unlike a channel it stays open when a thread that writes is interrupted. */
final class DiskFile implements SegmentFile {

  /** The disk of this machine. */
  static final SegmentFile.Disk DISK =
      new SegmentFile.Disk() {
        @Override
        public SegmentFile open(Path path) throws IOException {
          return new DiskFile(new RandomAccessFile(path.toFile(), "rw"));
        }

        @Override
        public void force(Path directory) throws IOException {
          try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
          }
        }
      };

  private final RandomAccessFile file;

  private DiskFile(RandomAccessFile file) {
    this.file = file;
  }

  @Override
  public long length() throws IOException {
    return file.length();
  }

  @Override
  public byte[] read(long from, int length) throws IOException {
    byte[] bytes = new byte[(int) Math.max(0, Math.min(length, file.length() - from))];
    file.seek(from);
    int filled = 0;
    while (filled < bytes.length) {
      int more = file.read(bytes, filled, bytes.length - filled);
      if (more < 0) {
        return Arrays.copyOf(bytes, filled);
      }
      filled += more;
    }
    return bytes;
  }

  @Override
  public void append(byte[] bytes) throws IOException {
    file.seek(file.length());
    file.write(bytes);
  }

  @Override
  public void truncate(long length) throws IOException {
    file.setLength(length);
  }

  @Override
  public void force() throws IOException {
    file.getFD().sync();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}

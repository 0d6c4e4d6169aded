package io.proffer.sdk.internal.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/** A disk that has room for so many bytes more, and tells how many were written. */
final class CrowdedDisk implements SegmentFile.Disk {

  private long room = Long.MAX_VALUE;
  private long written;

  void hasRoomFor(long bytes) {
    room = bytes;
  }

  long written() {
    return written;
  }

  @Override
  public SegmentFile open(Path path) throws IOException {
    return new CrowdedFile(DiskFile.DISK.open(path));
  }

  /** Nothing is forced: the machine does not go down in these tests. */
  @Override
  public void force(Path directory) {}

  private final class CrowdedFile implements SegmentFile {
    private final SegmentFile file;

    CrowdedFile(SegmentFile file) {
      this.file = file;
    }

    @Override
    public long length() throws IOException {
      return file.length();
    }

    @Override
    public byte[] read(long from, int length) throws IOException {
      return file.read(from, length);
    }

    @Override
    public void append(byte[] bytes) throws IOException {
      int fits = (int) Math.min(room, bytes.length);
      file.append(Arrays.copyOf(bytes, fits));
      room -= fits;
      written += fits;
      if (fits < bytes.length) {
        throw new IOException("No space left on device");
      }
    }

    @Override
    public void truncate(long length) throws IOException {
      if (room <= 0) {
        throw new IOException("No space left on device");
      }
      file.truncate(length);
    }

    @Override
    public void force() {}

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}

package io.proffer.agent;

import io.proffer.agent.checkpoint.Disk;
import io.proffer.agent.checkpoint.DiskFile;
import io.proffer.agent.checkpoint.FileSystemDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** This machine's disk, but for that the process dies right after so many changes of it. */
final class DyingDisk implements Disk {

  private final Disk disk = new FileSystemDisk();
  private int left;

  /**
   * @param changes after which the process dies; 0 for never
   */
  DyingDisk(int changes) {
    left = changes;
  }

  private void changed() {
    if (--left == 0) {
      Runtime.getRuntime().halt(137); // without hooks, and without closing anything
    }
  }

  @Override
  public Optional<byte[]> read(Path file) throws IOException {
    return disk.read(file);
  }

  @Override
  public DiskFile append(Path file) throws IOException {
    return new DyingFile(disk.append(file));
  }

  @Override
  public DiskFile create(Path file) throws IOException {
    DiskFile created = disk.create(file);
    changed();
    return new DyingFile(created);
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    disk.rename(from, to);
    changed();
  }

  @Override
  public void keepAs(Path file, Path second) throws IOException {
    disk.keepAs(file, second);
    changed();
  }

  @Override
  public void delete(Path file) throws IOException {
    disk.delete(file);
    changed();
  }

  @Override
  public List<String> list(Path directory) throws IOException {
    return disk.list(directory);
  }

  @Override
  public void forceDirectory(Path directory) throws IOException {
    disk.forceDirectory(directory);
    changed();
  }

  private final class DyingFile implements DiskFile {
    private final DiskFile file;

    private DyingFile(DiskFile file) {
      this.file = file;
    }

    @Override
    public long size() throws IOException {
      return file.size();
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
      file.write(bytes);
      changed();
    }

    @Override
    public void truncate(long size) throws IOException {
      file.truncate(size);
      changed();
    }

    @Override
    public void force() throws IOException {
      file.force();
      changed();
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}

package io.proffer.agent.checkpoint;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Replaces a file as a whole: whoever reads it, whenever the writer or the machine dies, finds the
 * old contents or the new, never a part.
 */
final class AtomicFile {

  private AtomicFile() {}

  /** Writes the new contents. */
  interface Contents {
    void writeTo(DiskFile file) throws IOException;
  }

  /**
   * Writes a new file beside the old one, forces it, gives it the old one's name, and forces that.
   *
   * @return the file, open at its end
   */
  static DiskFile replace(Disk disk, Path path, Contents contents) throws IOException {
    Path fresh = path.resolveSibling(path.getFileName() + ".new");
    DiskFile file = disk.create(fresh);
    try {
      contents.writeTo(file);
      file.force();
      disk.rename(fresh, path);
      disk.forceDirectory(path.resolveSibling("."));
      return file;
    } catch (IOException | RuntimeException e) {
      abandon(disk, fresh, file, e);
      throw e;
    }
  }

  /** Gives the room back that the part took. */
  private static void abandon(Disk disk, Path fresh, DiskFile file, Exception why) {
    try {
      file.close();
      disk.delete(fresh);
    } catch (IOException e) {
      why.addSuppressed(e);
    }
  }
}

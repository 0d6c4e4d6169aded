package io.proffer.agent.runtime.usage;

import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/**
 * What files take up on the disk, which is less than their size where they have holes, and what
 * Java does not tell. For one thread.
 */
final class FileBlocks {

  private static final int AT_FDCWD = -100;
  private static final int AT_SYMLINK_NOFOLLOW = 0x100;
  private static final int TYPE_LINKS_INODE_BLOCKS = 0x1 | 0x4 | 0x100 | 0x400;
  private static final int STATX_BYTES = 256;
  private static final int BLOCK_BYTES = 512;
  private static final int TYPE_OF_MODE = 0xF000;
  private static final int DIRECTORY = 0x4000;

  /** The one function that is needed of the C library. */
  private interface StatX extends Library {
    int statx(int directory, String path, int flags, int mask, Memory result);
  }

  /**
   * A file, directory or link; links are not followed.
   *
   * @param device that it is on
   * @param links how many names it has
   */
  record Entry(boolean directory, long bytes, long device, long inode, int links) {}

  private final Optional<StatX> statx = load();
  private final Memory result = new Memory(STATX_BYTES);

  private static Optional<StatX> load() {
    try {
      return Optional.of(Native.load("c", StatX.class));
    } catch (UnsatisfiedLinkError e) {
      return Optional.empty();
    }
  }

  /** Empty when it is gone. */
  Optional<Entry> of(Path file) {
    if (statx.isPresent()
        && statx
                .get()
                .statx(
                    AT_FDCWD, file.toString(), AT_SYMLINK_NOFOLLOW, TYPE_LINKS_INODE_BLOCKS, result)
            == 0) {
      return Optional.of(
          new Entry(
              (result.getShort(28) & TYPE_OF_MODE) == DIRECTORY,
              result.getLong(48) * BLOCK_BYTES,
              (long) result.getInt(136) << Integer.SIZE | result.getInt(140),
              result.getLong(32),
              result.getInt(16)));
    }
    return withoutBlocks(file);
  }

  /** Also for names that are no text, which Java can open and cannot spell. */
  private static Optional<Entry> withoutBlocks(Path file) {
    try {
      BasicFileAttributes attributes =
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return Optional.of(
          new Entry(attributes.isDirectory(), attributes.size(), UNKNOWN_DEVICE, 0, 1));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Stands for all devices. */
  static final long UNKNOWN_DEVICE = -1;
}

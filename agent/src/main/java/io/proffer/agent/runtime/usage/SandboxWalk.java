package io.proffer.agent.runtime.usage;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Adds up what a directory holds, some entries at a time. Links are not followed, other devices not
 * entered, and a file with several names counts once. What changes meanwhile is seen or not.
 */
final class SandboxWalk implements AutoCloseable {

  /** Bounds the memory of a walk; directories and linked files beyond are not looked at. */
  private static final int MAX_REMEMBERED = 200_000;

  private final FileBlocks blocks;
  private final Deque<Path> directories = new ArrayDeque<>();
  private final Set<Long> linked = new HashSet<>();
  private long device = FileBlocks.UNKNOWN_DEVICE;
  private long bytes;
  private @Nullable DirectoryStream<Path> open;
  private @Nullable Iterator<Path> entries;

  SandboxWalk(FileBlocks blocks, Path root) {
    this.blocks = blocks;
    Optional<FileBlocks.Entry> top = blocks.of(root);
    top.ifPresent(
        e -> {
          device = e.device();
          bytes = e.bytes();
          directories.add(root);
        });
  }

  /**
   * Looks at some more entries.
   *
   * @return how many; fewer than asked for when it is done
   */
  int step(int most) {
    int seen = 0;
    while (seen < most) {
      Optional<Path> next = next();
      if (next.isEmpty()) {
        return seen;
      }
      seen++;
      blocks.of(next.get()).ifPresent(e -> add(next.get(), e));
    }
    return seen;
  }

  private void add(Path path, FileBlocks.Entry entry) {
    boolean elsewhere = entry.device() != device && entry.device() != FileBlocks.UNKNOWN_DEVICE;
    if (elsewhere || (entry.links() > 1 && !entry.directory() && !first(entry.inode()))) {
      return;
    }
    bytes += entry.bytes();
    if (entry.directory() && directories.size() < MAX_REMEMBERED) {
      directories.push(path);
    }
  }

  private boolean first(long inode) {
    return linked.size() >= MAX_REMEMBERED || linked.add(inode);
  }

  @SuppressWarnings("StreamResourceLeak") // it stays open between steps; close() closes it
  private Optional<Path> next() {
    while (true) {
      try {
        if (entries != null && entries.hasNext()) {
          return Optional.of(entries.next());
        }
        close();
        if (directories.isEmpty()) {
          return Optional.empty();
        }
        DirectoryStream<Path> stream = Files.newDirectoryStream(directories.pop());
        open = stream;
        entries = stream.iterator();
      } catch (IOException | DirectoryIteratorException e) {
        entries = null; // it is gone, or nobody may look into it
      }
    }
  }

  /** What was added up so far. */
  long bytes() {
    return bytes;
  }

  @Override
  public void close() {
    entries = null;
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        return; // there is nothing to lose
      } finally {
        open = null;
      }
    }
  }
}

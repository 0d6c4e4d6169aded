package io.proffer.agent.sandbox.logs;

import com.sun.jna.LastErrorException;
import com.sun.jna.Native;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Optional;

/**
 * A file that a task appends to, and the files its past is moved to. The task keeps the file open,
 * so it is not renamed: its past is copied and then cut off its front. Where the file system can
 * take out a range nothing is lost; elsewhere, what the task prints between the last read and the
 * cut is.
 *
 * <p>The task may do what it likes in the directory. Links are not followed, and a file with a
 * second name is left alone: neither can lead the agent to a file that is not the task's.
 */
final class LogFile {

  private static final LinuxFiles LINUX = Native.load("c", LinuxFiles.class);

  /** Ranges are taken out in multiples of a file system's blocks; none has larger ones. */
  private static final long BLOCK_BYTES = 64 << 10;

  private final Path file;
  private final LogLimits limits;

  LogFile(Path file, LogLimits limits) {
    this.file = file;
    this.limits = limits;
  }

  /** Empty when there is none, or something else has its name. */
  Optional<Long> size() throws IOException {
    try {
      BasicFileAttributes now =
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return now.isRegularFile() ? Optional.of(now.size()) : Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** Moves the past of a file that has become too large; keeps the newest of it. */
  void rotate() throws IOException {
    int fd = open();
    try {
      Path open = Path.of("/proc/self/fd/" + fd);
      Map<String, Object> attributes = Files.readAttributes(open, "unix:isRegularFile,nlink,size");
      long size = (Long) attributes.getOrDefault("size", 0L);
      if (!Boolean.TRUE.equals(attributes.get("isRegularFile"))
          || !Integer.valueOf(1).equals(attributes.get("nlink"))) {
        throw new IOException("it is a link, or has a second name");
      }
      if (size > limits.maxBytes()) {
        rotate(fd, open, size);
      }
    } finally {
      LINUX.close(fd);
    }
  }

  private int open() throws IOException {
    try {
      return LINUX.open(
          file.toString(),
          LinuxFiles.O_RDWR | LinuxFiles.O_NOFOLLOW | LinuxFiles.O_CLOEXEC | LinuxFiles.O_NONBLOCK);
    } catch (LastErrorException e) {
      throw new IOException("it cannot be opened: " + e.getMessage(), e);
    }
  }

  private void rotate(int fd, Path open, long size) throws IOException {
    long cut = (size - 1) / BLOCK_BYTES * BLOCK_BYTES;
    Optional<IOException> trouble = Optional.empty();
    try (FileChannel from = FileChannel.open(open, StandardOpenOption.READ)) {
      try {
        keep(from, cut);
      } catch (IOException e) {
        // The disk may be full: then all the more has this to become smaller.
        trouble = Optional.of(e);
      }
      if (cut == 0 || !collapse(fd, cut)) {
        if (trouble.isEmpty()) {
          append(from, cut);
        }
        truncate(fd);
      }
    }
    if (trouble.isPresent()) {
      throw trouble.get();
    }
  }

  /** Makes the part before the cut the newest of the past, or as much of it as may be kept. */
  private void keep(FileChannel from, long cut) throws IOException {
    if (limits.rotated() == 0) {
      return;
    }
    LogWriter.makeRoom(file, limits);
    try (FileChannel to =
        FileChannel.open(
            LogWriter.past(file, 1),
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.WRITE,
            LinkOption.NOFOLLOW_LINKS)) {
      copy(from, Math.max(0, cut - limits.maxBytes()), cut, to);
    } catch (IOException e) {
      Files.deleteIfExists(LogWriter.past(file, 1));
      throw e;
    }
  }

  private void append(FileChannel from, long cut) throws IOException {
    if (limits.rotated() == 0) {
      return;
    }
    try (FileChannel to =
        FileChannel.open(
            LogWriter.past(file, 1),
            StandardOpenOption.WRITE,
            StandardOpenOption.APPEND,
            LinkOption.NOFOLLOW_LINKS)) {
      // Bounded: what is printed faster than it is copied is lost.
      copy(from, cut, Math.min(from.size(), cut + limits.maxBytes()), to);
    }
  }

  private static void copy(FileChannel from, long begin, long end, FileChannel to)
      throws IOException {
    long at = begin;
    while (at < end) {
      long n = from.transferTo(at, end - at, to);
      if (n <= 0) {
        return;
      }
      at += n;
    }
  }

  /** False where the file system cannot do that. */
  private static boolean collapse(int fd, long bytes) {
    try {
      LINUX.fallocate(fd, LinuxFiles.FALLOC_FL_COLLAPSE_RANGE, 0, bytes);
      return true;
    } catch (LastErrorException e) {
      return false;
    }
  }

  private static void truncate(int fd) throws IOException {
    try {
      LINUX.ftruncate(fd, 0);
    } catch (LastErrorException e) {
      throw new IOException("it cannot be cut: " + e.getMessage(), e);
    }
  }
}

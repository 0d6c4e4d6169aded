package io.proffer.cli.cluster;

import io.proffer.cli.CommandFailure;
import io.proffer.cli.ExitCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where daemons keep what must survive them, used by one process at a time. One that nobody named
 * is a temporary directory that ends with the process.
 */
public final class WorkDir implements AutoCloseable {

  private final Path path;
  private final boolean temporary;
  private final FileChannel lock;

  private WorkDir(Path path, boolean temporary, FileChannel lock) {
    this.path = path;
    this.temporary = temporary;
    this.lock = lock;
  }

  /**
   * Takes a directory, making it first if need be.
   *
   * @param named empty for a temporary one
   * @throws CommandFailure when it cannot be made or written to, or another process has it
   */
  public static WorkDir take(Optional<Path> named) {
    return named.isPresent() ? takeNamed(named.get()) : takeTemporary();
  }

  private static WorkDir takeNamed(Path named) {
    Path path = made(named);
    return new WorkDir(path, false, lock(path));
  }

  private static WorkDir takeTemporary() {
    Path path = temporary();
    try {
      return new WorkDir(path, true, lock(path));
    } catch (CommandFailure stoppedMeanwhile) {
      remove(path);
      throw stoppedMeanwhile;
    }
  }

  /** The directory, absolute. */
  public Path path() {
    return path;
  }

  private static Path made(Path named) {
    Path path = named.toAbsolutePath().normalize();
    try {
      Files.createDirectories(path);
    } catch (IOException impossible) {
      throw unusable(path, impossible);
    }
    return path;
  }

  /** Others may pass through it: tasks may run as another user. */
  private static Path temporary() {
    try {
      Path path = Files.createTempDirectory("proffer-");
      return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx--x--x"));
    } catch (IOException impossible) {
      throw unusable(Path.of(System.getProperty("java.io.tmpdir", "/tmp")), impossible);
    }
  }

  private static FileChannel lock(Path path) {
    try {
      FileChannel channel =
          FileChannel.open(
              path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!isLocked(channel)) {
        channel.close();
        throw CommandFailure.of(
            ExitCode.FAILED,
            "another process already runs on the work dir " + path,
            "Stop that process, or give another --work-dir.");
      }
      return channel;
    } catch (IOException impossible) {
      throw unusable(path, impossible);
    }
  }

  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      @Nullable FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException inThisProcess) {
      return false;
    }
  }

  private static CommandFailure unusable(Path path, IOException why) {
    return CommandFailure.of(
        ExitCode.FAILED,
        "the work dir " + path + " cannot be used (" + reason(why) + ")",
        "Give a directory that can be written to with --work-dir.");
  }

  private static String reason(IOException why) {
    return switch (why) {
      case FileAlreadyExistsException inTheWay -> inTheWay.getFile() + " is not a directory";
      case NoSuchFileException gone -> gone.getFile() + " cannot be made";
      case AccessDeniedException denied -> "no permission for " + denied.getFile();
      case IOException other -> String.valueOf(other.getMessage());
    };
  }

  /** Lets go of the directory, and removes it if it is temporary. */
  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException gone) {
      throw new UncheckedIOException("cannot let go of " + path, gone);
    }
    if (temporary) {
      remove(path);
    }
  }

  private static void remove(Path path) {
    try {
      Files.walkFileTree(path, new Removal());
    } catch (IOException left) {
      throw new UncheckedIOException("cannot remove " + path, left);
    }
  }

  /** Removes bottom up; links are removed, not followed. */
  private static final class Removal extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException gone) {
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException trouble)
        throws IOException {
      Files.deleteIfExists(directory);
      return FileVisitResult.CONTINUE;
    }
  }
}

package io.proffer.agent.sandbox;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The files in sandboxes, for clients. A path is that of the file on the agent's machine, or begins
 * with {@code /frameworks/} and leaves out what comes before that. Nothing outside a sandbox can be
 * reached, neither by {@code ..} nor through a link.
 */
public final class SandboxFiles {

  /** As much as one read gives: sixteen pages. */
  public static final int MAX_READ_BYTES = 16 * 4096;

  /** {@code <agent>/frameworks/<framework>/executors/<executor>/runs/<container>}. */
  private static final int RUN_DEPTH = 7;

  private static final String FRAMEWORKS = "/frameworks/";

  private final Path slaves;

  public SandboxFiles(Path workDir) {
    this.slaves = new SandboxLayout(workDir).slaves();
  }

  /**
   * A file or directory.
   *
   * @param path as the client calls it
   * @param mode its type and permissions as {@code stat} has them
   */
  public record Entry(
      String path,
      long size,
      FileTime modifiedAt,
      int mode,
      String permissions,
      String user,
      String group,
      int links) {}

  /**
   * A part of a file.
   *
   * @param size of the whole file
   */
  public record Part(long size, ByteString data) {}

  /** A path that a client may not have, or that is not what it takes it for. */
  public static final class InaccessibleException extends Exception {
    private static final long serialVersionUID = 1L;

    InaccessibleException(String message) {
      super(message);
    }
  }

  /**
   * What is in a directory, by name; nothing for a file.
   *
   * @throws NoSuchFileException when there is no such directory
   */
  public List<Entry> list(String path) throws IOException, InaccessibleException {
    Path directory = resolve(path);
    List<Entry> entries = new ArrayList<>();
    if (!Files.isDirectory(directory)) {
      return entries;
    }
    String prefix = path.endsWith("/") ? path : path + "/";
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        entry(prefix + directory.relativize(file), file).ifPresent(entries::add);
      }
    }
    entries.sort(Comparator.comparing(Entry::path));
    return entries;
  }

  /** Empty when it has gone since, or leads nowhere. */
  private static Optional<Entry> entry(String path, Path file) {
    try {
      PosixFileAttributes posix = Files.readAttributes(file, PosixFileAttributes.class);
      return Optional.of(
          new Entry(
              path,
              posix.size(),
              posix.lastModifiedTime(),
              number(file, "unix:mode"),
              (posix.isDirectory() ? "d" : "-")
                  + PosixFilePermissions.toString(posix.permissions()),
              posix.owner().getName(),
              posix.group().getName(),
              number(file, "unix:nlink")));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static int number(Path file, String attribute) throws IOException {
    return Files.getAttribute(file, attribute) instanceof Integer number ? number : 0;
  }

  /**
   * Reads at most {@link #MAX_READ_BYTES}.
   *
   * @param length how much at most; 0 for nothing but the size
   * @throws NoSuchFileException when there is no such file
   */
  public Part read(String path, long offset, Optional<Long> length)
      throws IOException, InaccessibleException {
    Path file = file(path, "read");
    try (FileChannel channel = FileChannel.open(file)) {
      long size = channel.size();
      long wanted = Math.min(length.orElse((long) MAX_READ_BYTES), MAX_READ_BYTES);
      long there = Math.max(0, Math.min(wanted, size - offset));
      ByteBuffer data = ByteBuffer.allocate((int) there);
      int read = 0;
      while (data.hasRemaining() && read >= 0) {
        read = channel.read(data, offset + data.position());
      }
      return new Part(size, ByteString.copyFrom(data.flip()));
    }
  }

  /**
   * The file a path means.
   *
   * @param what is to be done with it, for the message when it is a directory
   */
  public Path file(String path, String what) throws IOException, InaccessibleException {
    Path file = resolve(path);
    if (Files.isDirectory(file)) {
      throw new InaccessibleException("Cannot " + what + " a directory");
    }
    return file;
  }

  private Path resolve(String path) throws IOException, InaccessibleException {
    Path wanted = located(path);
    if (!wanted.startsWith(slaves)) {
      throw new NoSuchFileException(path);
    }
    Path relative = slaves.relativize(wanted);
    if (relative.getNameCount() < RUN_DEPTH) {
      throw new NoSuchFileException(path);
    }
    Path run = slaves.resolve(relative.subpath(0, RUN_DEPTH)).toRealPath();
    Path real = wanted.toRealPath();
    if (!run.startsWith(slaves.toRealPath()) || !real.startsWith(run)) {
      throw new InaccessibleException("'" + path + "' is inaccessible");
    }
    return real;
  }

  private Path located(String path) throws IOException {
    try {
      if (!path.startsWith(FRAMEWORKS)) {
        return Path.of(path).normalize();
      }
      Path rest = Path.of(path.substring(1)).normalize();
      try (DirectoryStream<Path> agents = Files.newDirectoryStream(slaves)) {
        for (Path agent : agents) {
          if (Files.exists(agent.resolve(rest), LinkOption.NOFOLLOW_LINKS)) {
            return agent.resolve(rest);
          }
        }
      }
      throw new NoSuchFileException(path);
    } catch (InvalidPathException e) {
      throw new NoSuchFileException(path);
    }
  }
}

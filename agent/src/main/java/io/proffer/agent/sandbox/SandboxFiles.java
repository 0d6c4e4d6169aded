package io.proffer.agent.sandbox;

import com.google.protobuf.ByteString;
import io.proffer.core.model.ExecutorId;
import io.proffer.core.model.FrameworkId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
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
 * The files in sandboxes, and the agent's log, for clients. A path is that of the file on the
 * agent's machine, or begins with {@code /frameworks/} and leaves out what comes before that, or is
 * {@link #LOG}. Nothing outside a sandbox can be reached, neither by {@code ..} nor through a link,
 * even if it changes while it is read.
 */
public final class SandboxFiles {

  /** As much as one read gives: sixteen pages. */
  public static final int MAX_READ_BYTES = 16 * 4096;

  /** As many files of one directory are listed. */
  public static final int MAX_ENTRIES = 10_000;

  /** By which clients call the agent's own log. */
  public static final String LOG = "/slave/log";

  /** {@code <agent>/frameworks/<framework>/executors/<executor>/runs/<container>}. */
  private static final int RUN_DEPTH = 7;

  private static final String FRAMEWORKS = "/frameworks/";

  private final Path slaves;
  private final Optional<Path> log;
  private final FileAccess access;

  /**
   * @param log what the agent logs to, if that is a file
   */
  public SandboxFiles(Path workDir, Optional<Path> log, FileAccess access) {
    this.slaves = new SandboxLayout(workDir).slaves();
    this.log = log;
    this.access = access;
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

  /** Whoever asks may not read this. */
  public static final class DeniedException extends Exception {
    private static final long serialVersionUID = 1L;

    DeniedException(String message) {
      super(message);
    }
  }

  /**
   * A file or directory that was found.
   *
   * @param real without links
   */
  private record Found(ConfinedTree tree, Path real) {}

  /**
   * What is in a directory, by name; nothing for a file.
   *
   * @param principal who asks, if that has been established
   * @throws NoSuchFileException when there is no such directory
   */
  public List<Entry> list(Optional<String> principal, String path)
      throws IOException, InaccessibleException, DeniedException {
    Found found = find(principal, path);
    List<Entry> entries = new ArrayList<>();
    if (!Files.isDirectory(found.real())) {
      return entries;
    }
    String prefix = path.endsWith("/") ? path : path + "/";
    for (Path name : found.tree().names(found.real(), MAX_ENTRIES)) {
      entry(prefix + name, found.real().resolve(name), found.tree()).ifPresent(entries::add);
    }
    entries.sort(Comparator.comparing(Entry::path));
    return entries;
  }

  /** Empty when it has gone since. Of what a link leads to outside nothing is told. */
  private static Optional<Entry> entry(String path, Path file, ConfinedTree tree) {
    try {
      LinkOption[] follow =
          leadsOut(file, tree) ? new LinkOption[] {LinkOption.NOFOLLOW_LINKS} : new LinkOption[0];
      PosixFileAttributes posix = Files.readAttributes(file, PosixFileAttributes.class, follow);
      return Optional.of(
          new Entry(
              path,
              posix.size(),
              posix.lastModifiedTime(),
              number(file, "unix:mode", follow),
              type(posix) + PosixFilePermissions.toString(posix.permissions()),
              posix.owner().getName(),
              posix.group().getName(),
              number(file, "unix:nlink", follow)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static boolean leadsOut(Path file, ConfinedTree tree) {
    try {
      return Files.isSymbolicLink(file) && !file.toRealPath().startsWith(tree.root());
    } catch (IOException e) {
      return true;
    }
  }

  private static String type(PosixFileAttributes file) {
    return file.isDirectory() ? "d" : file.isSymbolicLink() ? "l" : "-";
  }

  private static int number(Path file, String attribute, LinkOption[] follow) throws IOException {
    return Files.getAttribute(file, attribute, follow) instanceof Integer number ? number : 0;
  }

  /**
   * Reads at most {@link #MAX_READ_BYTES}.
   *
   * @param principal who asks, if that has been established
   * @param offset where to begin; there is nothing behind the end of the file
   * @param length how much at most; 0 for nothing but the size
   * @throws NoSuchFileException when there is no such file
   */
  public Part read(Optional<String> principal, String path, long offset, Optional<Long> length)
      throws IOException, InaccessibleException, DeniedException {
    try (SeekableByteChannel channel = open(principal, path, "read")) {
      long size = channel.size();
      if (offset < 0 || offset >= size) {
        return new Part(size, ByteString.EMPTY);
      }
      long wanted = Math.clamp(length.orElse(Long.MAX_VALUE), 0, MAX_READ_BYTES);
      ByteBuffer data = ByteBuffer.allocate((int) Math.min(wanted, size - offset));
      channel.position(offset);
      int read = 0;
      while (data.hasRemaining() && read >= 0) {
        read = channel.read(data);
      }
      return new Part(size, ByteString.copyFrom(data.flip()));
    }
  }

  /**
   * Opens a file to be read from its beginning.
   *
   * @param principal who asks, if that has been established
   * @param what is to be done with it, for the message when it is a directory
   */
  public SeekableByteChannel open(Optional<String> principal, String path, String what)
      throws IOException, InaccessibleException, DeniedException {
    Found found = find(principal, path);
    if (Files.isDirectory(found.real())) {
      throw new InaccessibleException("Cannot " + what + " a directory");
    }
    if (!Files.isRegularFile(found.real())) {
      throw new InaccessibleException("Cannot " + what + " what is no regular file");
    }
    return found.tree().open(found.real());
  }

  private Found find(Optional<String> principal, String path)
      throws IOException, InaccessibleException, DeniedException {
    Path wanted = normalized(path);
    if (wanted.equals(Path.of(LOG))) {
      check(principal, new FileAccess.Subject.AgentLog(), path);
      Path file = log.orElseThrow(() -> new NoSuchFileException(path)).toRealPath();
      Path directory = file.getParent();
      return new Found(new ConfinedTree(directory == null ? file : directory), file);
    }
    boolean virtual = wanted.startsWith(FRAMEWORKS);
    if (!virtual && !wanted.startsWith(slaves)) {
      throw new NoSuchFileException(path);
    }
    // Below its agent's directory.
    Path below =
        virtual ? Path.of("/").relativize(wanted) : withoutFirst(slaves.relativize(wanted), path);
    check(principal, sandbox(below, path), path);
    Path there = virtual ? ofSomeAgent(below, path) : wanted;
    Path run = slaves.resolve(slaves.relativize(there).subpath(0, RUN_DEPTH)).toRealPath();
    Path real = there.toRealPath();
    if (!run.startsWith(slaves.toRealPath()) || !real.startsWith(run)) {
      throw new InaccessibleException("'" + path + "' is inaccessible");
    }
    return new Found(new ConfinedTree(run), real);
  }

  private static Path normalized(String path) throws NoSuchFileException {
    try {
      return Path.of(path).normalize();
    } catch (InvalidPathException e) {
      throw new NoSuchFileException(path);
    }
  }

  private static Path withoutFirst(Path relative, String path) throws NoSuchFileException {
    if (relative.getNameCount() < 2) {
      throw new NoSuchFileException(path);
    }
    return relative.subpath(1, relative.getNameCount());
  }

  /** Whose sandbox a path leads into, by the names in it alone. */
  private static FileAccess.Subject sandbox(Path below, String path) throws NoSuchFileException {
    if (below.getNameCount() < RUN_DEPTH - 1) {
      throw new NoSuchFileException(path);
    }
    return new FileAccess.Subject.Sandbox(
        new FrameworkId(below.getName(1).toString()), new ExecutorId(below.getName(3).toString()));
  }

  private void check(Optional<String> principal, FileAccess.Subject subject, String path)
      throws DeniedException {
    if (!access.allows(principal, subject)) {
      throw new DeniedException(
          principal.map(p -> "'" + p + "' is").orElse("You are")
              + " not authorized to read '"
              + path
              + "'");
    }
  }

  private Path ofSomeAgent(Path below, String path) throws IOException {
    try (DirectoryStream<Path> agents = Files.newDirectoryStream(slaves)) {
      for (Path agent : agents) {
        if (Files.exists(agent.resolve(below), LinkOption.NOFOLLOW_LINKS)) {
          return agent.resolve(below);
        }
      }
    }
    throw new NoSuchFileException(path);
  }
}

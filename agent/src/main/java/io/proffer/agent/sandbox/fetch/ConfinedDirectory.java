package io.proffer.agent.sandbox.fetch;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A directory into which names that are not trusted are written: nothing outside is touched,
 * neither by {@code ..} nor through a link, and no link that leads out is made. What is written
 * belongs to the owner. While this is used nobody else may write there.
 */
final class ConfinedDirectory {

  private static final int MAX_LINKS = 40;
  private static final int DIRECTORY_MODE = 0755;

  /** Where the task's output goes: nothing fetched may take its place. */
  private static final List<String> RESERVED = List.of("stdout", "stderr");

  private final Path root;
  private final Optional<Owner> owner;
  private final List<Path> links = new ArrayList<>();

  ConfinedDirectory(Path directory, Optional<Owner> owner) throws IOException {
    this.root = directory.toRealPath();
    this.owner = owner;
  }

  Path root() {
    return root;
  }

  /** Makes a directory, unless it is there. */
  void directory(String name, int mode) throws IOException {
    Path directory = descend(root, parts(name), name);
    // Its owner may always clear it away.
    if (!directory.equals(root)) {
      permit(directory, mode | 0700);
    }
  }

  /**
   * Where a file may be written; nothing is there when this returns.
   *
   * @return a path without links
   */
  Path clear(String name) throws IOException {
    Path file = place(name);
    if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new FetchException("'" + name + "' would take the place of a directory");
    }
    Files.deleteIfExists(file);
    return file;
  }

  /** Makes a file; the caller closes it and then calls {@link #finish}. */
  OutputStream create(Path cleared) throws IOException {
    return Files.newOutputStream(
        cleared,
        StandardOpenOption.CREATE_NEW,
        StandardOpenOption.WRITE,
        LinkOption.NOFOLLOW_LINKS);
  }

  /** Gives a file its permissions and its owner. */
  void finish(Path file, int mode) throws IOException {
    permit(file, mode);
  }

  void modifiedAt(String name, FileTime time) throws IOException {
    Path file = place(name);
    if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      Files.setLastModifiedTime(file, time);
    }
  }

  void symbolicLink(String name, String target) throws IOException {
    Path link = clear(name);
    walk(parent(link), target, name, 0);
    try {
      Files.createSymbolicLink(link, Path.of(target));
    } catch (InvalidPathException e) {
      throw new FetchException("the target of link '" + name + "' is malformed", e);
    }
    give(link);
    links.add(link);
  }

  /** A second name for a file that is there already. */
  void hardLink(String name, String existing) throws IOException {
    Path target = place(existing);
    if (!Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS)) {
      throw new FetchException("'" + name + "' is a hard link to '" + existing + "', no file");
    }
    Files.createLink(clear(name), target);
  }

  /** Links that were harmless when they were made may have been led out by later ones. */
  void verifyLinks() throws IOException {
    for (Path link : links) {
      if (Files.isSymbolicLink(link)) {
        String name = root.relativize(link).toString();
        try {
          walk(parent(link), Files.readSymbolicLink(link).toString(), name, 0);
        } catch (FetchException e) {
          Files.deleteIfExists(link);
          throw e;
        }
      }
    }
  }

  private static Path parent(Path path) {
    Path parent = path.getParent();
    return parent == null ? path : parent;
  }

  /** The path for a name, its directories made. */
  private Path place(String name) throws IOException {
    List<String> parts = parts(name);
    if (parts.isEmpty()) {
      throw new FetchException("'" + name + "' is no name for a file");
    }
    Path directory = descend(root, parts.subList(0, parts.size() - 1), name);
    Path file = directory.resolve(parts.getLast());
    if (directory.equals(root) && RESERVED.contains(parts.getLast())) {
      throw new FetchException(
          "'" + name + "' would take the place of the task's output; give it another name");
    }
    return file;
  }

  private static List<String> parts(String name) throws FetchException {
    if (name.startsWith("/")) {
      throw new FetchException("'" + name + "' has an absolute path: it leads out of the sandbox");
    }
    if (name.indexOf(0) >= 0) {
      throw new FetchException("the name of an entry has a null character in it");
    }
    List<String> parts = new ArrayList<>();
    for (String part : name.split("/", -1)) {
      if (part.equals("..")) {
        throw new FetchException("'" + name + "' leads out of the sandbox");
      }
      if (!part.isEmpty() && !part.equals(".")) {
        parts.add(part);
      }
    }
    return parts;
  }

  /** Walks down, through links that stay inside, and makes what lacks. */
  private Path descend(Path from, List<String> parts, String name) throws IOException {
    Path at = from;
    for (String part : parts) {
      Path next = at.resolve(part);
      Optional<BasicFileAttributes> there = attributes(next);
      if (there.isEmpty()) {
        make(next);
      } else if (there.get().isSymbolicLink()) {
        next = walk(at, Files.readSymbolicLink(next).toString(), name, 1);
      }
      if (!Files.isDirectory(next, LinkOption.NOFOLLOW_LINKS)) {
        throw new FetchException(
            "'" + name + "' cannot be made: '" + root.relativize(next) + "' is no directory");
      }
      at = next;
    }
    return at;
  }

  private void make(Path directory) throws IOException {
    try {
      Files.createDirectory(directory);
    } catch (FileAlreadyExistsException e) {
      throw new FetchException("somebody else writes into the sandbox: " + directory, e);
    }
    permit(directory, DIRECTORY_MODE);
  }

  /** Where a link leads, with no links left in the path; what lacks is taken as it is written. */
  private Path walk(Path from, String target, String name, int followed) throws IOException {
    if (followed > MAX_LINKS) {
      throw new FetchException("'" + name + "' follows too many links");
    }
    if (target.startsWith("/")) {
      throw new FetchException("'" + name + "' is a link to '" + target + "', out of the sandbox");
    }
    Path at = from;
    for (String part : target.split("/", -1)) {
      if (part.equals("..")) {
        if (at.equals(root)) {
          throw new FetchException(
              "'" + name + "' is a link to '" + target + "', out of the sandbox");
        }
        at = parent(at);
      } else if (!part.isEmpty() && !part.equals(".")) {
        Path next = at.resolve(part);
        boolean link = attributes(next).filter(BasicFileAttributes::isSymbolicLink).isPresent();
        at = link ? walk(at, Files.readSymbolicLink(next).toString(), name, followed + 1) : next;
      }
    }
    return at;
  }

  private static Optional<BasicFileAttributes> attributes(Path path) throws IOException {
    try {
      return Optional.of(
          Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (InvalidPathException e) {
      throw new FetchException("the name of an entry is malformed: " + e.getReason(), e);
    }
  }

  private void permit(Path path, int mode) throws IOException {
    give(path); // first: giving takes special permissions away
    Files.setAttribute(path, "unix:mode", mode & 0777);
  }

  private void give(Path path) throws IOException {
    if (owner.isPresent()) {
      Files.setAttribute(path, "unix:uid", owner.get().uid(), LinkOption.NOFOLLOW_LINKS);
      Files.setAttribute(path, "unix:gid", owner.get().gid(), LinkOption.NOFOLLOW_LINKS);
    }
  }
}

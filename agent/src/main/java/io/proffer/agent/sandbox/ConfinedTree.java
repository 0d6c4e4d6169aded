package io.proffer.agent.sandbox;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A directory whose files are opened one name after the other, none of them a link: whoever owns it
 * may change it at any moment, also between a look at a path and its opening.
 */
record ConfinedTree(Path root) {

  /** Is given the directory that a file is in. */
  private interface Use<T> {
    T with(SecureDirectoryStream<Path> directory) throws IOException;
  }

  /**
   * Opens a file to be read.
   *
   * @param file a path under the root, without links
   * @throws NoSuchFileException when it is no file, or something on the way to it a link by now
   */
  SeekableByteChannel open(Path file) throws IOException {
    Path name = root.relativize(file).getFileName();
    return in(
        parent(file),
        directory -> {
          // Opening anything else may have effects, or never return.
          if (!directory
              .getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
              .readAttributes()
              .isRegularFile()) {
            throw new NoSuchFileException(file.toString());
          }
          return directory.newByteChannel(
              name, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
        });
  }

  /** The names in a directory, at most so many. */
  List<Path> names(Path directory, int most) throws IOException {
    return in(
        directory,
        opened -> {
          List<Path> names = new ArrayList<>();
          for (Path file : opened) {
            if (names.size() == most) {
              break;
            }
            names.add(file.getFileName());
          }
          return names;
        });
  }

  private Path parent(Path file) {
    Path parent = file.getParent();
    return parent == null ? root : parent;
  }

  private <T> T in(Path directory, Use<T> use) throws IOException {
    try (DirectoryStream<Path> opened = Files.newDirectoryStream(root)) {
      if (!(opened instanceof SecureDirectoryStream<Path> top)) {
        throw new IOException("the file system of " + root + " cannot open files safely");
      }
      return directory.equals(root) ? use.with(top) : descend(top, root.relativize(directory), use);
    }
  }

  /** Closes each directory as soon as the next is open: a path may have thousands of names. */
  private static <T> T descend(SecureDirectoryStream<Path> from, Path path, Use<T> use)
      throws IOException {
    SecureDirectoryStream<Path> at = from;
    try {
      for (Path name : path) {
        SecureDirectoryStream<Path> next = at.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS);
        at.close();
        at = next;
      }
      return use.with(at);
    } finally {
      at.close();
    }
  }
}

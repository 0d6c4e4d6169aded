package io.proffer.agent.sandbox;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.util.Optional;

/**
 * Removes directories with all that is in them. Links are removed, not followed, and whoever still
 * writes there cannot lead the removal elsewhere by putting a link in a directory's place.
 */
public final class TreeRemoval {

  private TreeRemoval() {}

  /**
   * @throws IOException the first trouble there was, when all that can be removed has been
   */
  public static void remove(Path directory) throws IOException {
    if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    clear(directory);
    Files.deleteIfExists(directory);
  }

  /**
   * Removes what is in a directory, and leaves the directory to those who put more into it.
   *
   * @throws IOException the first trouble there was, when all that can be removed has been
   */
  public static void clear(Path directory) throws IOException {
    if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Optional<IOException> trouble;
    try (DirectoryStream<Path> children = Files.newDirectoryStream(directory)) {
      trouble = empty(children);
    }
    if (trouble.isPresent()) {
      throw trouble.get();
    }
  }

  private static Optional<IOException> empty(DirectoryStream<Path> directory) {
    if (!(directory instanceof SecureDirectoryStream<Path> open)) {
      return Optional.of(new IOException("this system cannot remove directories safely"));
    }
    Optional<IOException> first = Optional.empty();
    for (Path child : open) {
      Optional<IOException> trouble = remove(open, child.getFileName());
      first = first.or(() -> trouble);
    }
    return first;
  }

  private static Optional<IOException> remove(SecureDirectoryStream<Path> parent, Path name) {
    try {
      boolean directory =
          parent
              .getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
              .readAttributes()
              .isDirectory();
      if (!directory) {
        parent.deleteFile(name);
        return Optional.empty();
      }
      Optional<IOException> trouble;
      try (SecureDirectoryStream<Path> children =
          parent.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
        trouble = empty(children);
      }
      if (trouble.isEmpty()) {
        parent.deleteDirectory(name);
      }
      return trouble;
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(e);
    }
  }
}

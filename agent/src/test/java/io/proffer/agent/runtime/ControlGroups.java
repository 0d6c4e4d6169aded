package io.proffer.agent.runtime;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The control groups of this machine. Groups of containers that nobody asks for come and go while
 * they are looked for, which {@code Files.find} takes for a failure.
 */
public final class ControlGroups {

  private static final int DEPTH = 8;

  private ControlGroups() {}

  /** All groups of that name, in whichever hierarchy and below whichever group. */
  public static List<Path> named(String name) throws IOException {
    return directories(Path.of("/sys/fs/cgroup"), directory -> directory.endsWith(name));
  }

  static List<Path> directories(Path root, Predicate<Path> wanted) throws IOException {
    List<Path> found = new ArrayList<>();
    Files.walkFileTree(
        root, EnumSet.noneOf(FileVisitOption.class), DEPTH, new Search(wanted, found));
    return found;
  }

  private static final class Search extends SimpleFileVisitor<Path> {

    private final Predicate<Path> wanted;
    private final List<Path> found;

    Search(Predicate<Path> wanted, List<Path> found) {
      this.wanted = wanted;
      this.found = found;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
      if (wanted.test(directory)) {
        found.add(directory);
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
      return passed(failure);
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
        throws IOException {
      return failure == null ? FileVisitResult.CONTINUE : passed(failure);
    }

    private static FileVisitResult passed(IOException failure) throws IOException {
      if (failure instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE;
      }
      throw failure;
    }
  }
}

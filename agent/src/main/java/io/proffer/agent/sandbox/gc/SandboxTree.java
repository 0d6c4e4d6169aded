package io.proffer.agent.sandbox.gc;

import io.proffer.agent.sandbox.SandboxLayout;
import io.proffer.agent.sandbox.TreeRemoval;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/** The directories that sandboxes are in: {@code slaves/.../runs/<container>}. */
final class SandboxTree {

  private static final String LATEST = "latest";
  private static final String MOUNTS = "/proc/self/mountinfo";
  private static final int MOUNT_POINT = 4;

  private final Path slaves;

  SandboxTree(SandboxLayout layout) {
    this.slaves = layout.slaves();
  }

  /** All sandboxes there are. */
  List<CollectionPlan.Sandbox> sandboxes() throws IOException {
    List<CollectionPlan.Sandbox> found = new ArrayList<>();
    for (Path agent : directories(slaves)) {
      for (Path framework : directories(agent.resolve("frameworks"))) {
        for (Path executor : directories(framework.resolve("executors"))) {
          for (Path run : directories(executor.resolve("runs"))) {
            BasicFileAttributes attributes =
                Files.readAttributes(run, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            found.add(new CollectionPlan.Sandbox(run, attributes.lastModifiedTime().toInstant()));
          }
        }
      }
    }
    return found;
  }

  private static List<Path> directories(Path parent) throws IOException {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> children = Files.newDirectoryStream(parent)) {
      for (Path child : children) {
        if (Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS)) {
          found.add(child);
        }
      }
    } catch (NoSuchFileException | NotDirectoryException e) {
      return List.of();
    }
    return found;
  }

  /**
   * Removes a sandbox, and the directories above it that have nothing else in them.
   *
   * @throws IOException when something of it cannot be removed, or something is mounted in it: that
   *     may be a volume, whose data must outlive the sandbox
   */
  void remove(Path sandbox) throws IOException {
    refuseMounted(sandbox);
    TreeRemoval.remove(sandbox);
    Path runs = sandbox.resolveSibling("");
    if (directories(runs).isEmpty()) {
      Files.deleteIfExists(runs.resolve(LATEST));
    }
    Path parent = sandbox.getParent();
    while (parent != null && !parent.equals(slaves) && parent.startsWith(slaves)) {
      try {
        Files.deleteIfExists(parent);
      } catch (DirectoryNotEmptyException e) {
        return;
      }
      parent = parent.getParent();
    }
  }

  private static void refuseMounted(Path sandbox) throws IOException {
    String below = sandbox.toRealPath() + "/";
    for (String line : Files.readAllLines(Path.of(MOUNTS))) {
      String[] fields = line.split(" ", -1);
      String point = fields.length > MOUNT_POINT ? unescaped(fields[MOUNT_POINT]) : "";
      if (point.startsWith(below)) {
        throw new IOException("'" + point + "' is still mounted in it");
      }
    }
  }

  /** The kernel writes white space in names as octal numbers. */
  private static String unescaped(String point) {
    return point
        .replace("\\040", " ")
        .replace("\\011", "\t")
        .replace("\\012", "\n")
        .replace("\\134", "\\");
  }
}

package io.proffer.agent.sandbox;

import com.google.protobuf.ByteString;
import io.proffer.agent.container.ContainerId;
import io.proffer.agent.sandbox.fetch.Owner;
import java.io.IOException;
import java.nio.channels.ByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/**
 * Files with the secrets of containers that run: outside of the sandboxes, which are shown to
 * clients, and readable by the container's user alone.
 */
public final class SecretFiles {

  private static final Set<PosixFilePermission> PASSAGE = permissions("rwx--x--x");
  private static final Set<PosixFilePermission> OWN_DIRECTORY = permissions("rwx------");
  private static final Set<PosixFilePermission> OWN_FILE = permissions("r--------");
  private static final Set<PosixFilePermission> WRITABLE_FILE = permissions("rw-------");

  private final Path directory;

  public SecretFiles(SandboxLayout layout) {
    this.directory = layout.workDir().resolve("secrets");
  }

  private static Set<PosixFilePermission> permissions(String text) {
    return PosixFilePermissions.fromString(text);
  }

  /**
   * Makes a file.
   *
   * @param name unique for the container
   * @param owner who may read it; empty for the agent's own user
   */
  public Path write(ContainerId container, String name, ByteString content, Optional<Owner> owner)
      throws IOException {
    Files.createDirectories(directory);
    Files.setPosixFilePermissions(directory, PASSAGE);
    Path own = directory.resolve(container.value());
    if (!Files.exists(own)) {
      Files.createDirectory(own, PosixFilePermissions.asFileAttribute(OWN_DIRECTORY));
      give(own, owner);
    }
    Path file = own.resolve(name);
    Files.deleteIfExists(file);
    try (ByteChannel out =
        Files.newByteChannel(
            file,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(OWN_FILE))) {
      out.write(content.asReadOnlyByteBuffer());
    }
    give(file, owner);
    return file;
  }

  /**
   * Gives a file of a container that runs another content. It stays the same file.
   *
   * @throws IOException also when there is none of this name
   */
  public void rewrite(ContainerId container, String name, ByteString content) throws IOException {
    Path file = directory.resolve(container.value()).resolve(name);
    Files.setPosixFilePermissions(file, WRITABLE_FILE);
    try (ByteChannel out =
        Files.newByteChannel(
            file, Set.of(StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING))) {
      out.write(content.asReadOnlyByteBuffer());
    } finally {
      Files.setPosixFilePermissions(file, OWN_FILE);
    }
  }

  private static void give(Path path, Optional<Owner> owner) throws IOException {
    if (owner.isPresent()) {
      Files.setAttribute(path, "unix:uid", owner.get().uid());
      Files.setAttribute(path, "unix:gid", owner.get().gid());
    }
  }

  /** Removes what a container had. */
  public void remove(ContainerId container) throws IOException {
    TreeRemoval.remove(directory.resolve(container.value()));
  }

  /** Removes what all others had. */
  public void retain(Set<ContainerId> containers) throws IOException {
    if (!Files.isDirectory(directory)) {
      return;
    }
    try (DirectoryStream<Path> all = Files.newDirectoryStream(directory)) {
      for (Path own : all) {
        if (!containers.contains(new ContainerId(own.getFileName().toString()))) {
          TreeRemoval.remove(own);
        }
      }
    }
  }
}

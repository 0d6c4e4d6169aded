package io.proffer.cli.demo;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * A small image that needs no registry: this machine's static busybox, with links for the commands
 * that the demo's tasks use.
 */
final class BusyboxImage {

  private static final String NAME = "proffer/demo-busybox:local";
  private static final int EXECUTABLE = 0755;
  private static final List<String> DIRECTORIES = List.of("bin/", "tmp/", "mnt/");
  private static final List<String> COMMANDS =
      List.of("sh", "cat", "date", "echo", "env", "false", "hostname", "id", "ls", "sleep", "true");

  private BusyboxImage() {}

  /**
   * Puts the image into an engine; one of the same name is replaced.
   *
   * @return its name
   * @throws DockerException when the engine does not take it
   */
  static String importInto(DockerClient engine, Path busybox) throws IOException {
    engine.createImageCmd(NAME, new ByteArrayInputStream(tar(busybox))).exec();
    return NAME;
  }

  /** The image's only layer. */
  static byte[] tar(Path busybox) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      for (String directory : DIRECTORIES) {
        add(tar, new TarArchiveEntry(directory), new byte[0]);
      }
      byte[] program = Files.readAllBytes(busybox);
      TarArchiveEntry entry = new TarArchiveEntry("bin/busybox");
      entry.setSize(program.length);
      add(tar, entry, program);
      for (String command : COMMANDS) {
        TarArchiveEntry link = new TarArchiveEntry("bin/" + command, TarConstants.LF_SYMLINK);
        link.setLinkName("busybox");
        add(tar, link, new byte[0]);
      }
    }
    return bytes.toByteArray();
  }

  private static void add(TarArchiveOutputStream tar, TarArchiveEntry entry, byte[] content)
      throws IOException {
    entry.setMode(EXECUTABLE);
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }
}

package io.proffer.cli.demo;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * A small image that needs no registry: this machine's static busybox, with links for the commands
 * that the demo's tasks use. It is this process' own, and goes with it.
 */
final class BusyboxImage implements AutoCloseable {

  private static final String REPOSITORY = "proffer/demo-busybox:";
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(30);
  private static final int EXECUTABLE = 0755;
  private static final List<String> DIRECTORIES = List.of("bin/", "tmp/", "mnt/");
  private static final List<String> COMMANDS =
      List.of("sh", "cat", "date", "echo", "env", "false", "hostname", "id", "ls", "sleep", "true");

  private final DockerClient engine;
  private final String name;

  private BusyboxImage(DockerClient engine, String name) {
    this.engine = engine;
    this.name = name;
  }

  /**
   * Puts the image into an engine.
   *
   * @param host where the engine is, {@code unix:///var/run/docker.sock}
   * @throws DockerException when the engine does not take it
   */
  static BusyboxImage in(String host, Path busybox) throws IOException {
    DockerClient engine = connect(host);
    String name = REPOSITORY + ProcessHandle.current().pid();
    engine.createImageCmd(name, new ByteArrayInputStream(tar(busybox))).exec();
    return new BusyboxImage(engine, name);
  }

  private static DockerClient connect(String host) {
    return DockerClientImpl.getInstance(
        DefaultDockerClientConfig.createDefaultConfigBuilder().withDockerHost(host).build(),
        new ZerodepDockerHttpClient.Builder()
            .dockerHost(URI.create(host))
            .connectionTimeout(CONNECT_TIMEOUT)
            .responseTimeout(ANSWER_TIMEOUT)
            .build());
  }

  /** What a task calls it. */
  String name() {
    return name;
  }

  /** Takes the image out again. */
  @Override
  public void close() throws IOException {
    try (engine) {
      engine.removeImageCmd(name).withForce(true).exec();
    }
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

package io.proffer.agent.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import io.proffer.agent.AgentOptions;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * The machine's Docker engine with a small image made of its static busybox. Without an engine
 * tests are skipped, or fail where {@code PROFFER_REQUIRE_DOCKER=1}.
 */
public final class TestEngine {

  public static final String IMAGE = "proffer/agent-test:local";

  private static final Path BUSYBOX = Path.of("/usr/bin/busybox");
  private static final List<String> COMMANDS =
      List.of(
          "sh",
          "cat",
          "echo",
          "env",
          "false",
          "head",
          "hostname",
          "ls",
          "nc",
          "pwd",
          "sleep",
          "stty",
          "tail",
          "test",
          "touch",
          "true");

  private TestEngine() {}

  /** A client of the engine, which then has the image. */
  public static DockerClient require() throws IOException {
    boolean required = "1".equals(System.getenv("PROFFER_REQUIRE_DOCKER"));
    DockerClient client = client(AgentOptions.DEFAULT_DOCKER);
    boolean answers = answers(client);
    if (required) {
      assertThat(answers).as("PROFFER_REQUIRE_DOCKER=1, but no engine answers").isTrue();
      assertThat(BUSYBOX).as("PROFFER_REQUIRE_DOCKER=1 needs busybox-static").exists();
    }
    assumeTrue(answers, "no Docker engine answers");
    assumeTrue(Files.exists(BUSYBOX), "no " + BUSYBOX);
    build(client);
    return client;
  }

  static DockerClient client(String host) {
    return DockerClientImpl.getInstance(
        DefaultDockerClientConfig.createDefaultConfigBuilder().withDockerHost(host).build(),
        new ZerodepDockerHttpClient.Builder().dockerHost(URI.create(host)).build());
  }

  /** Gives an engine the image. */
  static void build(DockerClient client) throws IOException {
    // docker-java's command to import an image sends an empty JSON object (3.7.1); this builds one.
    client
        .buildImageCmd(new ByteArrayInputStream(context()))
        .withTags(Set.of(IMAGE))
        .start()
        .awaitImageId();
  }

  static boolean answers(DockerClient client) {
    try {
      client.pingCmd().exec();
      return true;
    } catch (RuntimeException e) {
      return false;
    }
  }

  private static byte[] context() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      file(tar, "Dockerfile", "FROM scratch\nADD root.tar /\n".getBytes(StandardCharsets.UTF_8));
      file(tar, "root.tar", root());
    }
    return bytes.toByteArray();
  }

  private static byte[] root() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      for (String directory : List.of("bin/", "tmp/", "mnt/")) {
        add(tar, new TarArchiveEntry(directory), new byte[0]);
      }
      file(tar, "bin/busybox", Files.readAllBytes(BUSYBOX));
      for (String command : COMMANDS) {
        TarArchiveEntry link = new TarArchiveEntry("bin/" + command, TarConstants.LF_SYMLINK);
        link.setLinkName("busybox");
        add(tar, link, new byte[0]);
      }
    }
    return bytes.toByteArray();
  }

  private static void file(TarArchiveOutputStream tar, String name, byte[] content)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(content.length);
    add(tar, entry, content);
  }

  private static void add(TarArchiveOutputStream tar, TarArchiveEntry entry, byte[] content)
      throws IOException {
    entry.setMode(0755);
    // The same bytes each time: then the engine knows the image, and makes no other.
    entry.setModTime(0L);
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }
}

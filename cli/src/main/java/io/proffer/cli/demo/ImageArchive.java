package io.proffer.cli.demo;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * An image as {@code docker save} writes it and every engine loads it: one layer with busybox, a
 * configuration, and a manifest that names both. (Importing the bare layer would be shorter, but
 * docker-java 3.7.1 sends an empty object in its place.)
 */
final class ImageArchive {

  private static final int EXECUTABLE = 0755;
  private static final int READABLE = 0644;
  private static final List<String> DIRECTORIES = List.of("bin/", "tmp/", "mnt/");
  private static final List<String> COMMANDS =
      List.of(
          "sh",
          "cat",
          "date",
          "echo",
          "env",
          "false",
          "hostname",
          "id",
          "ls",
          "mkdir",
          "sleep",
          "true");

  private static final String LAYER = "layer.tar";
  private static final String CONFIGURATION = "config.json";

  private ImageArchive() {}

  /**
   * The archive of an image.
   *
   * @param name with its tag
   * @param busybox the program, which needs no libraries
   */
  static byte[] of(String name, byte[] busybox) throws IOException {
    byte[] layer = layer(busybox);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      addFile(tar, LAYER, READABLE, layer);
      addFile(tar, CONFIGURATION, READABLE, json(configuration(layer)));
      addFile(tar, "manifest.json", READABLE, json(List.of(manifest(name))));
    }
    return bytes.toByteArray();
  }

  /** The file system: the program, and a link to it for each command. */
  static byte[] layer(byte[] busybox) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      for (String directory : DIRECTORIES) {
        add(tar, new TarArchiveEntry(directory), EXECUTABLE, new byte[0]);
      }
      addFile(tar, "bin/busybox", EXECUTABLE, busybox);
      for (String command : COMMANDS) {
        TarArchiveEntry link = new TarArchiveEntry("bin/" + command, TarConstants.LF_SYMLINK);
        link.setLinkName("busybox");
        add(tar, link, EXECUTABLE, new byte[0]);
      }
    }
    return bytes.toByteArray();
  }

  private static Map<String, Object> manifest(String name) {
    return Map.of("Config", CONFIGURATION, "RepoTags", List.of(name), "Layers", List.of(LAYER));
  }

  private static Map<String, Object> configuration(byte[] layer) {
    return Map.of(
        "os",
        "linux",
        "architecture",
        architecture(System.getProperty("os.arch", "amd64")),
        "config",
        Map.of("Env", List.of("PATH=/bin")),
        "rootfs",
        Map.of("type", "layers", "diff_ids", List.of("sha256:" + sha256(layer))));
  }

  /** What Docker calls a kind of processor that Java knows by another name. */
  private static String architecture(String java) {
    return switch (java.toLowerCase(Locale.ROOT)) {
      case "x86_64" -> "amd64";
      case "aarch64" -> "arm64";
      case String same -> same;
    };
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }

  private static byte[] json(Object value) throws IOException {
    return new JsonMapper().writeValueAsString(value).getBytes(StandardCharsets.UTF_8);
  }

  private static void addFile(TarArchiveOutputStream tar, String name, int mode, byte[] content)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(content.length);
    add(tar, entry, mode, content);
  }

  private static void add(
      TarArchiveOutputStream tar, TarArchiveEntry entry, int mode, byte[] content)
      throws IOException {
    entry.setMode(mode);
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }
}

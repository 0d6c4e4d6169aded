package io.proffer.agent.runtime.docker;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * The image of the containers that hold pods together: nothing but the {@link PauseProgram}. The
 * agent makes it itself, as {@code docker save} would have written it; the same bytes, and so the
 * same image, each time.
 */
final class PauseImage {

  /** What the engine is to call it. A change of the program needs a new tag. */
  static final String NAME = "proffer/pause:1";

  static final List<String> COMMAND = List.of("/pause");

  private static final String LAYER = "layer.tar";
  private static final String CONFIGURATION = "config.json";
  private static final int EXECUTABLE = 0755;

  private PauseImage() {}

  /** The archive that an engine loads it from. */
  static byte[] archive(PauseProgram program) {
    try {
      byte[] layer = tar(Map.of("pause", program.file()));
      byte[] configuration =
          json(
              Map.of(
                  "os",
                  "linux",
                  "architecture",
                  program.architecture(),
                  "config",
                  Map.of("Entrypoint", COMMAND),
                  "rootfs",
                  Map.of("type", "layers", "diff_ids", List.of("sha256:" + sha256(layer)))));
      byte[] manifest =
          json(
              List.of(
                  Map.of(
                      "Config",
                      CONFIGURATION,
                      "RepoTags",
                      List.of(NAME),
                      "Layers",
                      List.of(LAYER))));
      return tar(Map.of(LAYER, layer, CONFIGURATION, configuration, "manifest.json", manifest));
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
  }

  private static byte[] tar(Map<String, byte[]> files) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        TarArchiveEntry entry = new TarArchiveEntry(file.getKey());
        entry.setSize(file.getValue().length);
        entry.setMode(EXECUTABLE);
        entry.setModTime(0L);
        tar.putArchiveEntry(entry);
        tar.write(file.getValue());
        tar.closeArchiveEntry();
      }
    }
    return bytes.toByteArray();
  }

  /** Keys in order: what Java's maps iterate in differs from one process to the next. */
  private static byte[] json(Object value) throws IOException {
    return JsonMapper.builder()
        .configure(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS, true)
        .build()
        .writeValueAsString(value)
        .getBytes(StandardCharsets.UTF_8);
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }
}

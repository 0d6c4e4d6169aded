package io.proffer.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;

class ImageArchiveTest {

  private static final byte[] PROGRAM = "the program".getBytes(StandardCharsets.UTF_8);

  @Test
  void theLayerHasTheProgramAndALinkForEachCommand() throws IOException {
    Map<String, byte[]> layer = entries(ImageArchive.layer(PROGRAM));
    assertThat(layer).containsKeys("bin/", "tmp/", "bin/sh->busybox", "bin/sleep->busybox");
    assertThat(layer.get("bin/busybox")).isEqualTo(PROGRAM);
  }

  @Test
  void theManifestNamesWhatIsThere() throws IOException {
    Map<String, byte[]> archive = entries(ImageArchive.of("demo:1", PROGRAM));
    JsonNode manifest = new JsonMapper().readTree(archive.get("manifest.json")).path(0);
    assertThat(manifest.at("/RepoTags/0").asText()).isEqualTo("demo:1");
    assertThat(archive)
        .containsKeys(manifest.path("Config").asText(), manifest.at("/Layers/0").asText());
  }

  @Test
  void theConfigurationKnowsTheLayerByItsDigest() throws IOException, NoSuchAlgorithmException {
    Map<String, byte[]> archive = entries(ImageArchive.of("demo:1", PROGRAM));
    JsonNode configuration = new JsonMapper().readTree(archive.get("config.json"));
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(archive.get("layer.tar"));
    assertThat(configuration.at("/rootfs/diff_ids/0").asText())
        .isEqualTo("sha256:" + HexFormat.of().formatHex(digest));
  }

  private static Map<String, byte[]> entries(byte[] archive) throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (TarArchiveInputStream tar = new TarArchiveInputStream(new ByteArrayInputStream(archive))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        String link = entry.isSymbolicLink() ? "->" + entry.getLinkName() : "";
        entries.put(entry.getName() + link, tar.readAllBytes());
      }
    }
    return entries;
  }
}

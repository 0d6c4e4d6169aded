package io.proffer.agent.sandbox.fetch;

import static io.proffer.agent.sandbox.fetch.Archives.directory;
import static io.proffer.agent.sandbox.fetch.Archives.file;
import static io.proffer.agent.sandbox.fetch.Archives.symbolicLink;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ExtractionTest extends FetchScenario {

  private static final Map<ArchiveFormat, String> NAMES =
      Map.of(
          ArchiveFormat.TAR, "a.tar",
          ArchiveFormat.TAR_GZIP, "a.tgz",
          ArchiveFormat.TAR_BZIP2, "a.tar.bz2",
          ArchiveFormat.TAR_XZ, "a.txz",
          ArchiveFormat.TAR_ZSTD, "a.tar.zst");

  @ParameterizedTest
  @EnumSource(
      value = ArchiveFormat.class,
      names = {"TAR", "TAR_GZIP", "TAR_BZIP2", "TAR_XZ", "TAR_ZSTD"})
  void everyTarIsUnpacked(ArchiveFormat format) throws Exception {
    String name = String.valueOf(NAMES.get(format));
    web.serve("/" + name, Archives.compressed(format, Archives.harmless()));

    fetches(uri(web.url("/" + name + "?token=1")));

    assertThat(sandbox.resolve("app/run")).isExecutable().content().contains("echo fetched");
  }

  @Test
  void aZipIsUnpacked() throws Exception {
    web.serve(
        "/a.zip",
        Archives.zip(
            zip -> {
              file(zip, "dir/run", "#!/bin/sh\n", 0100755);
              file(zip, "dir/data", "data", 0100640);
              file(zip, "link", "dir/data", 0120777);
            }));

    fetches(uri(web.url("/a.zip")));

    assertThat(sandbox.resolve("dir/run")).isExecutable();
    assertThat(sandbox.resolve("link")).isSymbolicLink().hasContent("data");
    assertThat(Files.getAttribute(sandbox.resolve("dir/data"), "unix:mode")).isEqualTo(0100640);
  }

  @Test
  void aSingleCompressedFileIsUnpackedBesideItself() throws Exception {
    byte[] text = "hello".getBytes(StandardCharsets.UTF_8);
    web.serve("/text.gz", Archives.compressed(ArchiveFormat.GZIP, text));

    fetches(uri(web.url("/text.gz")));

    assertThat(sandbox.resolve("text")).hasContent("hello");
  }

  @Test
  void linksInsideTheSandboxAreMade() throws Exception {
    serve(
        tar -> {
          directory(tar, "lib/");
          file(tar, "lib/real", "real", 0644);
          symbolicLink(tar, "lib/alias", "real");
          symbolicLink(tar, "current", "lib/../lib");
          file(tar, "current/through", "written through a link", 0644);
          Archives.link(tar, "hard", "lib/real", TarConstants.LF_LINK);
        });

    fetches(uri(web.url("/a.tar")));

    assertThat(sandbox.resolve("current/alias")).hasContent("real");
    assertThat(sandbox.resolve("lib/through")).hasContent("written through a link");
    assertThat(sandbox.resolve("hard")).hasContent("real");
  }

  @Test
  void setUserIdIsNotKept() throws Exception {
    serve(tar -> file(tar, "tool", "x", 04755));

    fetches(uri(web.url("/a.tar")));

    assertThat(Files.getAttribute(sandbox.resolve("tool"), "unix:mode")).isEqualTo(0100755);
  }

  private void serve(Archives.Content<TarArchiveOutputStream> content) throws IOException {
    web.serve("/a.tar", Archives.tar(content));
  }

  static Stream<Arguments> hostile() {
    return Stream.of(
        hostile("up", "leads out", tar -> file(tar, "../outside", "bad", 0644)),
        hostile("up, in the middle", "leads out", tar -> file(tar, "a/../../outside", "x", 0644)),
        hostile("absolute", "absolute path", tar -> file(tar, "/tmp/outside", "bad", 0644)),
        hostile("link up", "out of the sandbox", tar -> symbolicLink(tar, "l", "../outside")),
        hostile("link, absolute", "out of the sandbox", tar -> symbolicLink(tar, "l", "/etc")),
        hostile(
            "file through a link up",
            "out of the sandbox",
            tar -> {
              symbolicLink(tar, "l", "..");
              file(tar, "l/outside", "bad", 0644);
            }),
        hostile(
            "links that lead out together",
            "out of the sandbox",
            tar -> {
              symbolicLink(tar, "here", ".");
              symbolicLink(tar, "up", "here/..");
              file(tar, "up/outside", "bad", 0644);
            }),
        hostile(
            "a link that a later one leads out",
            "out of the sandbox",
            tar -> {
              symbolicLink(tar, "up", "later/..");
              symbolicLink(tar, "later", ".");
            }),
        hostile(
            "links in a circle",
            "too many links",
            tar -> {
              symbolicLink(tar, "a", "b");
              symbolicLink(tar, "b", "a");
              file(tar, "a/x", "bad", 0644);
            }),
        hostile(
            "hard link up",
            "leads out",
            tar -> Archives.link(tar, "h", "../outside", TarConstants.LF_LINK)),
        hostile(
            "hard link, absolute",
            "absolute path",
            tar -> Archives.link(tar, "h", "/etc/passwd", TarConstants.LF_LINK)),
        hostile(
            "device",
            "device or a pipe",
            tar -> Archives.link(tar, "null", "", TarConstants.LF_CHR)),
        hostile(
            "pipe", "device or a pipe", tar -> Archives.link(tar, "p", "", TarConstants.LF_FIFO)),
        hostile("the task's output", "output", tar -> symbolicLink(tar, "stdout", "elsewhere")));
  }

  private static Arguments hostile(
      String name, String reason, Archives.Content<TarArchiveOutputStream> content) {
    return Arguments.of(name, reason, content);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void hostile(String name, String reason, Object content) throws Exception {
    @SuppressWarnings("unchecked")
    Archives.Content<TarArchiveOutputStream> tar =
        (Archives.Content<TarArchiveOutputStream>) content;
    serve(tar);

    assertThat(refuses(uri(web.url("/a.tar")))).contains(reason);

    try (Stream<Path> all = Files.list(work)) {
      assertThat(all.map(Path::getFileName).map(Path::toString))
          .containsExactlyInAnyOrder("sandbox", "outside", "cache");
    }
  }

  @Test
  void aZipWithLinksOutIsRefused() throws Exception {
    web.serve("/a.zip", Archives.zip(zip -> file(zip, "l", "../outside", 0120777)));

    assertThat(refuses(uri(web.url("/a.zip")))).contains("out of the sandbox");
  }

  @Test
  void aZipThatLeadsUpIsRefused() throws Exception {
    web.serve("/a.zip", Archives.zip(zip -> file(zip, "../outside", "bad", 0100644)));

    assertThat(refuses(uri(web.url("/a.zip")))).contains("leads out");
  }

  @ParameterizedTest
  @EnumSource(
      value = ArchiveFormat.class,
      names = {"TAR_GZIP", "TAR_BZIP2", "TAR_XZ", "TAR_ZSTD"})
  void aBombIsDefusedByItsRatio(ArchiveFormat format) throws Exception {
    ExtractionLimits usual = ExtractionLimits.defaults();
    assertThat(usual.ratioCountsFrom()).isEqualTo(64L << 20);
    open(
        s ->
            s.withExtraction(
                new ExtractionLimits(
                    usual.maxBytes(), usual.maxEntries(), usual.maxRatio(), 4L << 20)));
    String zeros = "\0".repeat(6 << 20);
    byte[] bomb = Archives.compressed(format, Archives.tar(tar -> file(tar, "0", zeros, 0644)));
    String name = String.valueOf(NAMES.get(format));
    web.serve("/" + name, bomb);

    assertThat(refuses(uri(web.url("/" + name)))).contains("200 times its size");
    assertThat(Files.size(sandbox.resolve("0"))).isLessThan(5L << 20);
  }

  @Test
  void aBombIsDefusedByItsSize() throws Exception {
    open(s -> s.withExtraction(new ExtractionLimits(1 << 20, 100, 200)));
    byte[] bomb = Archives.zip(zip -> file(zip, "0", "\0".repeat(2 << 20), 0100644));
    web.serve("/a.zip", bomb);

    assertThat(refuses(uri(web.url("/a.zip")))).contains("more than 1048576 bytes");
  }

  @Test
  void aBombIsDefusedByItsEntries() throws Exception {
    open(s -> s.withExtraction(new ExtractionLimits(1 << 20, 100, 200)));
    serve(
        tar -> {
          for (int i = 0; i < 200; i++) {
            directory(tar, "d" + i + "/");
          }
        });

    assertThat(refuses(uri(web.url("/a.tar")))).contains("more than 100 entries");
  }

  @Test
  void aNameThatDoesNotFitIntoMemoryIsRefused() throws Exception {
    byte[] name = new byte[64 << 20];
    Arrays.fill(name, (byte) 'a');
    byte[] tar =
        Archives.tar(
            t -> {
              TarArchiveEntry entry =
                  new TarArchiveEntry("././@LongLink", TarConstants.LF_GNUTYPE_LONGNAME);
              entry.setSize(name.length);
              t.putArchiveEntry(entry);
              t.write(name);
              t.closeArchiveEntry();
            });
    web.serve("/a.tgz", Archives.compressed(ArchiveFormat.TAR_GZIP, tar));

    assertThat(refuses(uri(web.url("/a.tgz")))).contains("header").contains("too large");
  }

  @ParameterizedTest
  @EnumSource(
      value = ArchiveFormat.class,
      names = {"TAR_GZIP", "TAR_BZIP2", "TAR_XZ", "TAR_ZSTD"})
  void damagedArchivesAreRefusedWithoutHarm(ArchiveFormat format) throws Exception {
    byte[] good = Archives.compressed(format, Archives.harmless());
    String name = String.valueOf(NAMES.get(format));
    web.serve("/cut-" + name, Arrays.copyOf(good, good.length / 2));
    web.serve("/junk-" + name, "this is no archive");

    assertThat(refuses(uri(web.url("/cut-" + name)))).isNotBlank();
    assertThat(refuses(uri(web.url("/junk-" + name)))).isNotBlank();
  }

  @Test
  void aDamagedZipIsRefusedWithoutHarm() throws Exception {
    byte[] good = Archives.zip(zip -> file(zip, "f", "some content", 0100644));
    good[35] ^= 1;
    web.serve("/junk.zip", "this is no archive");
    web.serve("/flipped.zip", good);

    assertThat(refuses(uri(web.url("/junk.zip")))).contains("not a zip file");
    assertThat(refuses(uri(web.url("/flipped.zip")))).isNotBlank();
  }
}

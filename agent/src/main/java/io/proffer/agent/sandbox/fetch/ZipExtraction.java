package io.proffer.agent.sandbox.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/** Unpacks a zip file. */
final class ZipExtraction {

  private static final int BUFFER_BYTES = 1 << 16;
  private static final int MAX_LINK_BYTES = 4096;
  private static final int MODE_BITS = 0777;
  private static final int FILE_MODE = 0644;
  private static final int DIRECTORY_MODE = 0755;

  private final ConfinedDirectory directory;
  private final ExtractionMeter meter;

  ZipExtraction(ConfinedDirectory directory, ExtractionMeter meter) {
    this.directory = directory;
    this.meter = meter;
  }

  void extract(Path archive) throws IOException {
    ZipDirectory.refuseHuge(archive);
    byte[] buffer = new byte[BUFFER_BYTES];
    try (ZipFile zip = ZipFile.builder().setPath(archive).get()) {
      Enumeration<ZipArchiveEntry> entries = zip.getEntriesInPhysicalOrder();
      while (entries.hasMoreElements()) {
        meter.entry();
        extract(zip, entries.nextElement(), buffer);
      }
    } catch (IllegalArgumentException e) {
      throw new FetchException("the archive is malformed: " + e.getMessage(), e);
    }
    directory.verifyLinks();
  }

  private void extract(ZipFile zip, ZipArchiveEntry entry, byte[] buffer) throws IOException {
    String name = entry.getName();
    if (entry.isDirectory()) {
      directory.directory(name, mode(entry, DIRECTORY_MODE));
      return;
    }
    if (!zip.canReadEntryData(entry)) {
      throw new FetchException(
          "'" + name + "' is encrypted, or compressed in a way that the agent does not know");
    }
    CheckedInputStream in = new CheckedInputStream(zip.getInputStream(entry), new CRC32());
    try (in) {
      if (entry.isUnixSymlink()) {
        directory.symbolicLink(name, target(in));
        return;
      }
      Path file = directory.clear(name);
      try (OutputStream out = directory.create(file)) {
        meter.copy(in, out, buffer);
      }
      directory.finish(file, mode(entry, FILE_MODE));
    }
    if (in.getChecksum().getValue() != entry.getCrc()) {
      throw new FetchException("'" + name + "' is damaged in the archive: its checksum is wrong");
    }
    directory.modifiedAt(name, entry.getLastModifiedTime());
  }

  private static int mode(ZipArchiveEntry entry, int otherwise) {
    int mode = entry.getUnixMode() & MODE_BITS;
    return mode == 0 ? otherwise : mode;
  }

  private static String target(InputStream in) throws IOException {
    byte[] target = in.readNBytes(MAX_LINK_BYTES + 1);
    if (target.length > MAX_LINK_BYTES) {
      throw new FetchException("a link in the archive has a target of more than 4096 bytes");
    }
    return new String(target, StandardCharsets.UTF_8);
  }
}

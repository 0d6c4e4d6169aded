package io.proffer.agent.sandbox.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** Unpacks a tar file that has been decompressed on the way. */
final class TarExtraction {

  /** More than any real name, link target and set of extended attributes needs. */
  private static final long HEADER_BYTES = 4L << 20;

  private static final int BUFFER_BYTES = 1 << 16;

  private final ConfinedDirectory directory;
  private final ExtractionMeter meter;

  TarExtraction(ConfinedDirectory directory, ExtractionMeter meter) {
    this.directory = directory;
    this.meter = meter;
  }

  void extract(InputStream decompressed) throws IOException {
    AllowanceInputStream in = new AllowanceInputStream(decompressed);
    in.allow(HEADER_BYTES);
    byte[] buffer = new byte[BUFFER_BYTES];
    try (TarArchiveInputStream tar = new TarArchiveInputStream(in)) {
      TarArchiveEntry entry = tar.getNextEntry();
      while (entry != null) {
        meter.entry();
        in.allow(Long.MAX_VALUE);
        extract(entry, tar, buffer);
        in.allow(HEADER_BYTES);
        entry = tar.getNextEntry();
      }
    } catch (IllegalArgumentException e) {
      throw new FetchException("the archive is malformed: " + e.getMessage(), e);
    }
    directory.verifyLinks();
  }

  private void extract(TarArchiveEntry entry, TarArchiveInputStream tar, byte[] buffer)
      throws IOException {
    String name = entry.getName();
    if (entry.isSymbolicLink()) {
      directory.symbolicLink(name, entry.getLinkName());
    } else if (entry.isLink()) {
      directory.hardLink(name, entry.getLinkName());
    } else if (entry.isDirectory()) {
      directory.directory(name, entry.getMode());
    } else if (entry.isCharacterDevice() || entry.isBlockDevice() || entry.isFIFO()) {
      throw new FetchException("'" + name + "' is a device or a pipe, which the agent never makes");
    } else if (entry.isFile() && tar.canReadEntryData(entry)) {
      Path file = directory.clear(name);
      try (OutputStream out = directory.create(file)) {
        meter.copy(tar, out, buffer);
      }
      directory.finish(file, entry.getMode());
      directory.modifiedAt(name, FileTime.from(entry.getLastModifiedTime().toInstant()));
    } else {
      throw new FetchException("'" + name + "' is of a kind that the agent cannot unpack");
    }
  }
}

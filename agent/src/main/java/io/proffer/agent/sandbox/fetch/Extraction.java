package io.proffer.agent.sandbox.fetch;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.zstandard.ZstdCompressorInputStream;
import org.tukaani.xz.XZInputStream;

/** Unpacks archives. */
final class Extraction {

  private static final int BUFFER_BYTES = 1 << 16;

  /** As much as the strongest setting of xz needs to be undone, and some. */
  private static final int XZ_MEMORY_KIB = 192 << 10;

  private static final int FILE_MODE = 0644;

  private final ConfinedDirectory directory;
  private final ExtractionMeter meter;

  Extraction(ConfinedDirectory directory, ExtractionMeter meter) {
    this.directory = directory;
    this.meter = meter;
  }

  /**
   * @param file name of the archive, from which a single compressed file gets its own
   */
  void extract(Path archive, ArchiveFormat format, String file) throws IOException {
    try {
      switch (format) {
        case ZIP -> new ZipExtraction(directory, meter).extract(archive);
        case GZIP -> single(archive, file);
        case TAR, TAR_GZIP, TAR_BZIP2, TAR_XZ, TAR_ZSTD -> {
          try (InputStream in = decompressed(archive, format)) {
            new TarExtraction(directory, meter).extract(in);
          }
        }
      }
    } catch (EOFException e) {
      throw new FetchException("the archive is cut off: only a part of it is there", e);
    } catch (ZipException e) {
      throw new FetchException("the archive is malformed: " + e.getMessage(), e);
    }
  }

  private static InputStream decompressed(Path archive, ArchiveFormat format) throws IOException {
    InputStream in = new BufferedInputStream(Files.newInputStream(archive), BUFFER_BYTES);
    try {
      return switch (format) {
        case TAR -> in;
        case TAR_GZIP, GZIP -> new GZIPInputStream(in, BUFFER_BYTES);
        case TAR_BZIP2 -> new BZip2CompressorInputStream(in, true);
        case TAR_XZ -> new XZInputStream(in, XZ_MEMORY_KIB);
        case TAR_ZSTD -> new ZstdCompressorInputStream(in);
        case ZIP -> throw new IllegalArgumentException("a zip file is no stream");
      };
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }

  private void single(Path archive, String file) throws IOException {
    String name = file.substring(file.lastIndexOf('/') + 1);
    Path target = directory.clear(name.substring(0, name.lastIndexOf(".gz")));
    try (InputStream in = decompressed(archive, ArchiveFormat.GZIP);
        OutputStream out = directory.create(target)) {
      meter.copy(in, out, new byte[BUFFER_BYTES]);
    }
    directory.finish(target, FILE_MODE);
  }
}

package io.proffer.agent.sandbox.fetch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.apache.commons.compress.compressors.zstandard.ZstdCompressorOutputStream;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** Makes archives, also such as nobody should make. */
public final class Archives {

  private Archives() {}

  /** Writes into an archive. */
  public interface Content<A> {
    void write(A archive) throws IOException;
  }

  public static byte[] tar(Content<TarArchiveOutputStream> content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
      content.write(tar);
    }
    return bytes.toByteArray();
  }

  /** A tar file with one file in a directory. */
  public static byte[] harmless() throws IOException {
    return tar(
        tar -> {
          directory(tar, "app/");
          file(tar, "app/run", "#!/bin/sh\necho fetched\n", 0755);
        });
  }

  static void directory(TarArchiveOutputStream tar, String name) throws IOException {
    tar.putArchiveEntry(new TarArchiveEntry(name, true));
    tar.closeArchiveEntry();
  }

  static void file(TarArchiveOutputStream tar, String name, String content, int mode)
      throws IOException {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    TarArchiveEntry entry = new TarArchiveEntry(name, true);
    entry.setSize(bytes.length);
    entry.setMode(mode);
    tar.putArchiveEntry(entry);
    tar.write(bytes);
    tar.closeArchiveEntry();
  }

  static void symbolicLink(TarArchiveOutputStream tar, String name, String target)
      throws IOException {
    link(tar, name, target, TarConstants.LF_SYMLINK);
  }

  static void link(TarArchiveOutputStream tar, String name, String target, byte kind)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name, kind, true);
    entry.setLinkName(target);
    tar.putArchiveEntry(entry);
    tar.closeArchiveEntry();
  }

  static byte[] zip(Content<ZipArchiveOutputStream> content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(bytes)) {
      content.write(zip);
    }
    return bytes.toByteArray();
  }

  static void file(ZipArchiveOutputStream zip, String name, String content, int mode)
      throws IOException {
    ZipArchiveEntry entry = new ZipArchiveEntry(name);
    entry.setUnixMode(mode);
    zip.putArchiveEntry(entry);
    zip.write(content.getBytes(StandardCharsets.UTF_8));
    zip.closeArchiveEntry();
  }

  /** The same, compressed. */
  public static byte[] tarGzip(byte[] tar) throws IOException {
    return compressed(ArchiveFormat.TAR_GZIP, tar);
  }

  private interface Compressor {
    OutputStream over(OutputStream out) throws IOException;
  }

  static byte[] compressed(ArchiveFormat format, byte[] bytes) throws IOException {
    return switch (format) {
      case TAR, ZIP -> bytes;
      case TAR_GZIP, GZIP -> compress(bytes, GZIPOutputStream::new);
      case TAR_BZIP2 -> compress(bytes, BZip2CompressorOutputStream::new);
      case TAR_XZ -> compress(bytes, o -> new XZOutputStream(o, new LZMA2Options(1)));
      case TAR_ZSTD ->
          compress(bytes, o -> ZstdCompressorOutputStream.builder().setOutputStream(o).get());
    };
  }

  private static byte[] compress(byte[] bytes, Compressor compressor) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream compressed = compressor.over(out)) {
      compressed.write(bytes);
    }
    return out.toByteArray();
  }
}

package io.proffer.agent.sandbox.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Counts what comes out of an archive, and says when it must be a bomb. */
final class ExtractionMeter {

  private final ExtractionLimits limits;
  private final long archiveBytes;
  private final DiskReserve disk;
  private final FetchWatch watch;
  private long entries;
  private long written;

  ExtractionMeter(ExtractionLimits limits, long archiveBytes, DiskReserve disk, FetchWatch watch) {
    this.limits = limits;
    this.archiveBytes = archiveBytes;
    this.disk = disk;
    this.watch = watch;
  }

  void entry() throws FetchException {
    watch.throwIfEnded();
    if (++entries > limits.maxEntries()) {
      throw new FetchException(
          "the archive has more than "
              + limits.maxEntries()
              + " entries (the agent's --fetcher-max-entries)");
    }
  }

  private void wrote(long bytes) throws IOException {
    written += bytes;
    if (written > limits.maxBytes()) {
      throw new FetchException(
          "the archive unpacks to more than "
              + limits.maxBytes()
              + " bytes (the agent's --fetcher-max-unpacked-size)");
    }
    if (written > limits.ratioCountsFrom() && written / limits.maxRatio() > archiveBytes) {
      throw new FetchException(
          "the archive unpacks to more than "
              + limits.maxRatio()
              + " times its size, as bombs do (the agent's --fetcher-max-ratio)");
    }
    disk.writes(bytes);
    watch.throwIfEnded();
  }

  /** Copies the content of an entry. */
  void copy(InputStream from, OutputStream to, byte[] buffer) throws IOException {
    int n = from.read(buffer);
    while (n >= 0) {
      wrote(n);
      to.write(buffer, 0, n);
      n = from.read(buffer);
    }
  }
}

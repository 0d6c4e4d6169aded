package io.proffer.agent.sandbox.fetch;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/** Keeps fetching from filling the disk that others write to as well. */
final class DiskReserve {

  private static final long LOOK_EVERY_BYTES = 8L << 20;
  private static final long MAX_KEPT_FREE_BYTES = 1L << 30;
  private static final int KEPT_FREE_PERCENT = 2;

  private final FileStore store;
  private final long keptFree;
  private long untilLook;

  DiskReserve(Path directory) throws IOException {
    this.store = Files.getFileStore(directory);
    this.keptFree = Math.min(MAX_KEPT_FREE_BYTES, store.getTotalSpace() / 100 * KEPT_FREE_PERCENT);
  }

  /** Told of all that is going to be written. */
  void writes(long bytes) throws IOException {
    untilLook -= bytes;
    if (untilLook < 0) {
      look(bytes);
      untilLook = LOOK_EVERY_BYTES;
    }
  }

  /** A stream that stops before the disk is full. */
  OutputStream guard(OutputStream file) {
    return new FilterOutputStream(file) {
      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        writes(length);
        out.write(bytes, offset, length);
      }
    };
  }

  /** Refuses what there is no room for. */
  void look(long bytes) throws IOException {
    if (store.getUsableSpace() - bytes < keptFree) {
      throw new FetchException(
          "the agent's disk has no room for it: of "
              + (store.getTotalSpace() >> 20)
              + " MB, "
              + (store.getUsableSpace() >> 20)
              + " MB are free, and "
              + (keptFree >> 20)
              + " MB are kept for others");
    }
  }
}

package io.proffer.sdk.internal.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/** A file of a journal. Not thread-safe. */
interface SegmentFile extends Closeable {

  /** Where files are. */
  interface Disk {

    /** Makes the file where it is not there. */
    SegmentFile open(Path path) throws IOException;

    /** Returns when what was made, renamed or removed in a directory is on the disk. */
    void force(Path directory) throws IOException;
  }

  long length() throws IOException;

  /** The bytes from a place on; fewer at the end of the file. */
  byte[] read(long from, int length) throws IOException;

  void append(byte[] bytes) throws IOException;

  void truncate(long length) throws IOException;

  /** Returns when all that was written is on the disk. */
  void force() throws IOException;
}

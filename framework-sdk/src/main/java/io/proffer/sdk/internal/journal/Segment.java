package io.proffer.sdk.internal.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** One file of a journal: how much of it is good, and records at its end. Not thread-safe. */
final class Segment implements Closeable {

  /** A write has failed: what is in the file after its good bytes is not known. */
  private static final long UNKNOWN = -1;

  private final long number;
  private final Path path;
  private final SegmentFile file;
  private long length;
  private long seen;

  Segment(long number, Path path, SegmentFile file) throws IOException {
    this.number = number;
    this.path = path;
    this.file = file;
    this.seen = file.length();
  }

  long number() {
    return number;
  }

  Path path() {
    return path;
  }

  /** The bytes that are good. */
  long length() {
    return length;
  }

  /** The bytes that the file had when it was opened. */
  long found() {
    return seen;
  }

  boolean hasHeader() throws IOException {
    byte[] start = file.read(0, JournalFormat.HEADER.length);
    if (JournalFormat.isNewer(start)) {
      throw new IOException(path + " is of a newer form: use a newer version of Proffer");
    }
    return Arrays.equals(start, JournalFormat.HEADER);
  }

  /** All up to here is good. */
  void goodUpTo(long good) {
    length = good;
  }

  byte[] read(long from, int bytes) throws IOException {
    byte[] read = file.read(from, bytes);
    if (read.length < bytes) {
      throw new IOException(path + " is shorter than it was");
    }
    return read;
  }

  /** The record that begins here; empty where none does, or one that is not whole. */
  Optional<byte[]> record(long from) throws IOException {
    Optional<Integer> bytes = JournalFormat.length(file.read(from, JournalFormat.FRAME_BYTES));
    if (bytes.filter(b -> b <= file(from)).isEmpty()) {
      return Optional.empty();
    }
    byte[] record = file.read(from, bytes.get());
    return JournalFormat.number(record).isPresent() ? Optional.of(record) : Optional.empty();
  }

  private long file(long from) {
    return Math.max(seen, length) - from;
  }

  /**
   * Whether there is a record somewhere from here on, of a number that is not lower.
   *
   * @param lowest the number
   */
  boolean hasRecordFrom(long from, long lowest) throws IOException {
    byte[] rest = file.read(from, (int) Math.min(Integer.MAX_VALUE - 8, seen - from));
    for (int at = 0; at < rest.length; at++) {
      int end = Math.min(rest.length, at + JournalFormat.FRAME_BYTES);
      Optional<Integer> bytes = JournalFormat.length(Arrays.copyOfRange(rest, at, end));
      if (bytes.isPresent() && bytes.get() <= rest.length - at) {
        Optional<Long> found = JournalFormat.number(Arrays.copyOfRange(rest, at, at + bytes.get()));
        if (found.filter(n -> n >= lowest).isPresent()) {
          return true;
        }
      }
    }
    return false;
  }

  /**
   * Adds a record, which is on the disk when it returns. When it fails, the next one takes its
   * place.
   *
   * @return where it begins
   */
  long append(byte[] record) throws IOException {
    dropTheRest();
    long from = length;
    if (length == 0) {
      file.append(JournalFormat.HEADER);
      from = JournalFormat.HEADER.length;
    }
    file.append(record);
    file.force();
    length = from + record.length;
    seen = length;
    return from;
  }

  /** What a write that did not come to its end has left; without effect where there is nothing. */
  private void dropTheRest() throws IOException {
    long there = file.length();
    if (seen != UNKNOWN && seen != there) {
      throw new IOException(
          "another process has written " + path + ": run only one on a directory");
    }
    seen = UNKNOWN;
    if (there != length) {
      file.truncate(length);
    }
  }

  /** Another segment follows: nothing is left in this one that is not good. */
  void seal() throws IOException {
    if (seen != length) {
      dropTheRest();
      file.force();
      seen = length;
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}

package io.proffer.sdk.internal.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Named values in the files of a directory. A commit is one record at the end of the last file,
 * forced to the disk once; where the values are is kept in memory, the values are not. Not
 * thread-safe.
 *
 * <p>What is of no use any more is got rid of in steps, one after a commit at most, each of about a
 * megabyte: what is of use in the oldest file is written again at the end, and the file goes when
 * nothing in it is. So the files stay within about twice what the values take, and no commit waits
 * for a long cleaning.
 */
public final class StateJournal {

  private static final Logger LOG = LoggerFactory.getLogger(StateJournal.class);

  private static final int SEGMENT_BYTES = 8 << 20;
  private static final int STEP_BYTES = 1 << 20;

  /** So much of a file is looked at in a step, where little of it is of use. */
  private static final int MAX_LOOKED_AT_BYTES = 8 << 20;

  private record Place(Segment segment, long at, int length) {}

  private final JournalDirectory directory;
  private final int segmentBytes;
  private final int stepBytes;
  private final Map<String, Place> places = new HashMap<>();
  private final Deque<Segment> segments = new ArrayDeque<>();
  private long nextNumber;
  private long usefulBytes;

  /** How far the oldest file is cleaned; 0 when that has not begun. */
  private long cleanedUpTo;

  /**
   * Reads what a directory has, which need not be there. Of a commit that did not come to its end
   * nothing is taken in, and that is logged.
   *
   * @param path of the directory
   * @throws IOException when it cannot be read, or is damaged otherwise than by a commit that did
   *     not come to its end
   */
  public static StateJournal open(Path path) throws IOException {
    return open(path, DiskFile.DISK, SEGMENT_BYTES, STEP_BYTES);
  }

  static StateJournal open(Path path, SegmentFile.Disk disk, int segmentBytes, int stepBytes)
      throws IOException {
    JournalDirectory directory = new JournalDirectory(path, disk);
    directory.takeUpValues();
    StateJournal journal = new StateJournal(directory, segmentBytes, stepBytes);
    journal.segments.addAll(directory.segments());
    for (Segment segment : journal.segments) {
      journal.load(segment);
    }
    journal.removeTakenUp();
    return journal;
  }

  private StateJournal(JournalDirectory directory, int segmentBytes, int stepBytes) {
    this.directory = directory;
    this.segmentBytes = segmentBytes;
    this.stepBytes = stepBytes;
  }

  private void load(Segment segment) throws IOException {
    long at = segment.hasHeader() ? JournalFormat.HEADER.length : 0;
    Optional<byte[]> record = at == 0 ? Optional.empty() : segment.record(at);
    while (record.isPresent()) {
      long number = JournalFormat.number(record.get()).orElseThrow();
      if (nextNumber != 0 && number != nextNumber) {
        throw damaged(
            segment, "record %d follows on record %d".formatted(number, nextNumber - 1), at);
      }
      nextNumber = number + 1;
      apply(segment, at, record.get());
      at += record.get().length;
      record = segment.record(at);
    }
    segment.goodUpTo(at);
    if (at == segment.found()) {
      return;
    }
    if (segment != segments.getLast() || segment.hasRecordFrom(at, nextNumber)) {
      throw damaged(segment, "there are good records after the damage", at);
    }
    LOG.warn(
        "{}: the last {} bytes are of a commit that did not come to its end, and are dropped",
        segment.path(),
        segment.found() - at);
  }

  /**
   * What was taken up is the same in the journal: any other file of such a name is none of ours.
   */
  private void removeTakenUp() throws IOException {
    List<Path> takenUp = new ArrayList<>();
    for (Path file : directory.values()) {
      Optional<byte[]> value = get(file.getFileName().toString());
      if (value.isPresent() && Arrays.equals(value.get(), Files.readAllBytes(file))) {
        takenUp.add(file);
      } else {
        LOG.warn("{} is not looked at: the state is in the journal beside it", file);
      }
    }
    directory.removeValues(takenUp);
  }

  private IOException damaged(Segment segment, String why, long at) {
    return new IOException(
        ("%s is damaged at byte %d: %s. Bring back all files of %s from a backup, or move them"
                + " away to begin with nothing")
            .formatted(segment.path(), at, why, directory.path()));
  }

  private void apply(Segment segment, long at, byte[] record) throws IOException {
    JournalFormat.read(
        record,
        new JournalFormat.Changes() {
          @Override
          public void put(String name, int from, int length) {
            forget(name);
            places.put(name, new Place(segment, at + from, length));
            usefulBytes += JournalFormat.bytes(name, length);
          }

          @Override
          public void removed(String name) {
            forget(name);
          }
        });
  }

  private void forget(String name) {
    Place old = places.remove(name);
    if (old != null) {
      usefulBytes -= JournalFormat.bytes(name, old.length());
    }
  }

  /** The value last committed under this name. */
  public Optional<byte[]> get(String name) throws IOException {
    Place place = places.get(name);
    return place == null
        ? Optional.empty()
        : Optional.of(place.segment().read(place.at(), place.length()));
  }

  /** The names of all values. */
  public Set<String> names() {
    return Set.copyOf(places.keySet());
  }

  /** All values, read in the order of the files. */
  public Map<String, byte[]> entries() throws IOException {
    Map<String, byte[]> entries = new TreeMap<>();
    for (Segment segment : segments) {
      long at = JournalFormat.HEADER.length;
      while (at < segment.length()) {
        byte[] record = segment.record(at).orElseThrow(() -> unreadable(segment));
        useful(segment, at, record).forEach((name, value) -> entries.put(name, value.get()));
        at += record.length;
      }
    }
    return entries;
  }

  private static IOException unreadable(Segment segment) {
    return new IOException(segment.path() + " has changed since it was read");
  }

  /** The values of a record that were not replaced since. */
  private SequencedMap<String, Optional<byte[]>> useful(Segment segment, long at, byte[] record)
      throws IOException {
    SequencedMap<String, Optional<byte[]>> useful = new LinkedHashMap<>();
    JournalFormat.read(
        record,
        new JournalFormat.Changes() {
          @Override
          public void put(String name, int from, int length) {
            if (new Place(segment, at + from, length).equals(places.get(name))) {
              byte[] value = new byte[length];
              System.arraycopy(record, from, value, 0, length);
              useful.put(name, Optional.of(value));
            }
          }

          @Override
          public void removed(String name) {}
        });
    return useful;
  }

  /**
   * Makes changes, all or none: they are on the disk when it returns.
   *
   * @param changes of values; those that are empty are removed
   * @throws IOException when they cannot be written: none of them is made, unless the process dies
   *     before the next commit
   */
  public void commit(SequencedMap<String, Optional<byte[]>> changes) throws IOException {
    if (changes.isEmpty()) {
      return;
    }
    write(changes);
    try {
      clean();
    } catch (IOException later) {
      LOG.warn("{} cannot be cleaned now: {}", directory.path(), later.getMessage());
    }
  }

  private void write(SequencedMap<String, Optional<byte[]>> changes) throws IOException {
    byte[] record = JournalFormat.record(nextNumber, changes);
    if (segments.isEmpty()) {
      segments.addLast(directory.next(0));
    } else if (segments.getLast().length() >= segmentBytes) {
      segments.getLast().seal();
      segments.addLast(directory.next(segments.getLast().number()));
    }
    Segment last = segments.getLast();
    long at = last.append(record);
    nextNumber++;
    apply(last, at, record);
  }

  /** A step, where there is much that is of no use. */
  private void clean() throws IOException {
    long all = segments.stream().mapToLong(Segment::length).sum();
    if (segments.size() < 2 || all <= 2 * (usefulBytes + segmentBytes)) {
      return;
    }
    Segment oldest = segments.getFirst();
    long at = Math.max(cleanedUpTo, JournalFormat.HEADER.length);
    long begun = at;
    SequencedMap<String, Optional<byte[]>> useful = new LinkedHashMap<>();
    int bytes = 0;
    while (at < oldest.length() && bytes < stepBytes && at - begun < MAX_LOOKED_AT_BYTES) {
      byte[] record = oldest.record(at).orElseThrow(() -> unreadable(oldest));
      for (Map.Entry<String, Optional<byte[]>> value : useful(oldest, at, record).entrySet()) {
        useful.put(value.getKey(), value.getValue());
        bytes += JournalFormat.bytes(value.getKey(), value.getValue().orElseThrow().length);
      }
      at += record.length;
    }
    if (!useful.isEmpty()) {
      write(useful);
    }
    cleanedUpTo = at;
    if (at >= oldest.length()) {
      cleanedUpTo = 0;
      segments.removeFirst();
      directory.remove(oldest);
    }
  }
}

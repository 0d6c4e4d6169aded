package io.proffer.sdk.internal.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of a journal, {@code JOURNAL.N}. Before there were journals each value had a file of
 * its name: those are taken up into a journal's first file.
 */
final class JournalDirectory {

  private static final Logger LOG = LoggerFactory.getLogger(JournalDirectory.class);
  private static final String PREFIX = "JOURNAL.";
  private static final Pattern SEGMENT = Pattern.compile("JOURNAL\\.[0-9]{10}");
  private static final String UNFINISHED = ".next";

  /** A value's name, or what was to be renamed to it. */
  private static final Pattern VALUE = Pattern.compile("[a-z0-9-][a-z0-9.-]{0,99}");

  private static final Pattern UNFINISHED_VALUE = Pattern.compile("\\.[a-z0-9-][a-z0-9.-]*\\.next");
  private static final int RECORD_BYTES = 1 << 20;

  private final Path path;
  private final SegmentFile.Disk disk;

  JournalDirectory(Path path, SegmentFile.Disk disk) {
    this.path = path;
    this.disk = disk;
  }

  Path path() {
    return path;
  }

  private List<Path> files(Pattern names) throws IOException {
    try (Stream<Path> files = Files.list(path)) {
      return files
          .filter(file -> names.matcher(file.getFileName().toString()).matches())
          .filter(Files::isRegularFile)
          .sorted()
          .toList();
    } catch (NoSuchFileException missing) {
      return List.of();
    }
  }

  /** The journal's files, the oldest first, not yet read. */
  List<Segment> segments() throws IOException {
    List<Segment> segments = new ArrayList<>();
    for (Path file : files(SEGMENT)) {
      String name = file.getFileName().toString();
      long number = Long.parseLong(name.substring(PREFIX.length()));
      segments.add(new Segment(number, file, disk.open(file)));
    }
    return segments;
  }

  private Path file(long number) {
    return path.resolve(PREFIX + "%010d".formatted(number));
  }

  /**
   * A new file.
   *
   * @param last the number of the one before it
   */
  Segment next(long last) throws IOException {
    Files.createDirectories(path);
    Segment next = new Segment(last + 1, file(last + 1), disk.open(file(last + 1)));
    disk.force(path);
    return next;
  }

  void remove(Segment segment) throws IOException {
    segment.close();
    Files.deleteIfExists(segment.path());
    disk.force(path);
  }

  /**
   * Where there is no journal yet, takes up values that have a file each. A process that dies
   * meanwhile has done nothing; the files of values stay.
   */
  void takeUpValues() throws IOException {
    List<Path> values = values();
    if (values.isEmpty() || !files(SEGMENT).isEmpty()) {
      return;
    }
    Path whole = file(1);
    Path unfinished = whole.resolveSibling(whole.getFileName() + UNFINISHED);
    Files.deleteIfExists(unfinished);
    try (Segment segment = new Segment(1, unfinished, disk.open(unfinished))) {
      copy(values, segment);
    }
    Files.move(unfinished, whole, StandardCopyOption.ATOMIC_MOVE);
    disk.force(path);
    LOG.info("{} values that had a file each are in {} now", values.size(), whole);
  }

  /** The files that each have a value. */
  List<Path> values() throws IOException {
    return files(VALUE);
  }

  /** Removes files of values that are in the journal. */
  void removeValues(List<Path> values) throws IOException {
    if (!values.isEmpty()) {
      for (Path value : values) {
        Files.delete(value);
      }
      for (Path value : files(UNFINISHED_VALUE)) {
        Files.delete(value);
      }
      disk.force(path);
    }
  }

  private static void copy(List<Path> values, Segment segment) throws IOException {
    SequencedMap<String, Optional<byte[]>> some = new LinkedHashMap<>();
    long number = 0;
    int bytes = 0;
    for (Path value : values) {
      byte[] content = Files.readAllBytes(value);
      some.put(value.getFileName().toString(), Optional.of(content));
      bytes += content.length;
      if (bytes >= RECORD_BYTES) {
        segment.append(JournalFormat.record(number++, some));
        some.clear();
        bytes = 0;
      }
    }
    if (!some.isEmpty()) {
      segment.append(JournalFormat.record(number, some));
    }
  }
}

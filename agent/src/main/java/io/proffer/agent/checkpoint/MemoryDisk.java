package io.proffer.agent.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongUnaryOperator;

/**
 * A disk in memory, of one directory, for tests and simulations. It can be full or broken, and can
 * lose power: then only what was forced is sure to be there.
 */
public final class MemoryDisk implements Disk {

  /** What is stored under a name: the bytes written, and those of them that are safe. */
  private static final class Stored {
    private byte[] written = new byte[0];
    private byte[] safe = new byte[0];
  }

  private Map<String, Stored> names = new TreeMap<>();
  private Map<String, Stored> safeNames = new TreeMap<>();
  private long room = Long.MAX_VALUE;
  private Optional<String> trouble = Optional.empty();
  private boolean forcingFails;
  private long forces;
  private Consumer<String> watcher = change -> {};

  /** Tells each change of the disk, in a few words, right after it was made. */
  public void watch(Consumer<String> changes) {
    watcher = changes;
  }

  /** Only so many bytes more can be written. */
  public void roomFor(long bytes) {
    room = bytes;
  }

  /** Everything that changes something fails from now on. */
  public void breaks(String message) {
    trouble = Optional.of(message);
  }

  /** What was written can no more be forced. */
  public void forcingFails() {
    forcingFails = true;
  }

  /** There is room, and nothing fails any more. */
  public void isRepaired() {
    room = Long.MAX_VALUE;
    trouble = Optional.empty();
    forcingFails = false;
  }

  /** How often something was forced. */
  public long forces() {
    return forces;
  }

  /** Loses power, and with it all that was not forced. */
  public void losesPower() {
    losesPower(most -> 0);
  }

  /**
   * Loses power.
   *
   * @param luck says how much, of this much that was not forced, is there all the same
   */
  public void losesPower(LongUnaryOperator luck) {
    if (luck.applyAsLong(1) == 0) {
      names = new TreeMap<>(safeNames);
    }
    for (Stored stored : names.values()) {
      int unforced = stored.written.length - stored.safe.length;
      boolean appended =
          unforced > 0 && Arrays.mismatch(stored.safe, stored.written) == stored.safe.length;
      stored.written =
          appended
              ? Arrays.copyOf(stored.written, stored.safe.length + (int) luck.applyAsLong(unforced))
              : stored.safe;
      stored.safe = stored.written;
    }
    safeNames = new TreeMap<>(names);
  }

  /** What is in a file; must be there. */
  public byte[] bytes(String name) {
    return Optional.ofNullable(names.get(name)).orElseThrow().written.clone();
  }

  /** Puts a file there, safely. */
  public void put(String name, byte[] bytes) {
    Stored stored = new Stored();
    stored.written = bytes.clone();
    stored.safe = stored.written;
    names.put(name, stored);
    safeNames.put(name, stored);
  }

  /** The names of all files, sorted. */
  public List<String> files() {
    return List.copyOf(names.keySet());
  }

  private void mustWork() throws IOException {
    if (trouble.isPresent()) {
      throw new IOException(trouble.get());
    }
  }

  private Stored require(Path file) throws NoSuchFileException {
    Stored stored = names.get(name(file));
    if (stored == null) {
      throw new NoSuchFileException(file.toString());
    }
    return stored;
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }

  @Override
  public Optional<byte[]> read(Path file) {
    return Optional.ofNullable(names.get(name(file))).map(s -> s.written.clone());
  }

  @Override
  public DiskFile append(Path file) throws IOException {
    Stored stored = names.get(name(file));
    return stored == null ? create(file) : new Open(name(file), stored);
  }

  @Override
  public DiskFile create(Path file) throws IOException {
    mustWork();
    Stored stored = new Stored();
    names.put(name(file), stored);
    watcher.accept("create " + name(file));
    return new Open(name(file), stored);
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    mustWork();
    names.put(name(to), require(from));
    names.remove(name(from));
    watcher.accept("rename " + name(from));
  }

  @Override
  public void keepAs(Path file, Path second) throws IOException {
    mustWork();
    if (names.putIfAbsent(name(second), require(file)) != null) {
      throw new FileAlreadyExistsException(second.toString());
    }
    watcher.accept("keep " + name(second));
  }

  @Override
  public void delete(Path file) throws IOException {
    mustWork();
    if (names.remove(name(file)) != null) {
      watcher.accept("delete " + name(file));
    }
  }

  @Override
  public List<String> list(Path directory) {
    return files();
  }

  @Override
  public void forceDirectory(Path directory) throws IOException {
    mustWork();
    safeNames = new TreeMap<>(names);
    watcher.accept("force the directory");
  }

  private final class Open implements DiskFile {
    private final String name;
    private final Stored stored;

    private Open(String name, Stored stored) {
      this.name = name;
      this.stored = stored;
    }

    @Override
    public long size() {
      return stored.written.length;
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
      mustWork();
      int before = stored.written.length;
      int fits = (int) Math.min(room, bytes.remaining());
      byte[] more = Arrays.copyOf(stored.written, before + fits);
      bytes.get(more, before, fits);
      stored.written = more;
      room -= fits;
      if (bytes.hasRemaining()) {
        throw new IOException("No space left on device");
      }
      watcher.accept("write " + name);
    }

    @Override
    public void truncate(long size) throws IOException {
      mustWork();
      room += stored.written.length - size;
      stored.written = Arrays.copyOf(stored.written, (int) size);
      watcher.accept("truncate " + name);
    }

    @Override
    public void force() throws IOException {
      mustWork();
      if (forcingFails) {
        throw new IOException("Input/output error");
      }
      forces++;
      stored.safe = stored.written;
      watcher.accept("force " + name);
    }

    @Override
    public void close() {}
  }
}

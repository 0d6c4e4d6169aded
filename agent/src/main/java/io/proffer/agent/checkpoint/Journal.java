package io.proffer.agent.checkpoint;

import io.proffer.agent.sandbox.IoTrouble;
import io.proffer.agent.state.AgentEvent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The agent's checkpoint: an append-only file of batches of facts, one batch for each decision.
 *
 * <p><b>What survives what.</b> {@link #append} has given the batch to the operating system when it
 * returns, so it survives the end of the agent's process, however it ends. It is forced to the disk
 * within {@link #FORCE_EVERY_MILLIS}, and at once when the caller asks ({@link #force}), so a crash
 * of the machine, which no container survives either, loses at most that much.
 *
 * <p><b>What happens when the disk is full.</b> A batch that cannot be written is kept in memory,
 * up to a bound, and written with the next one; {@link #healthy} is false until then.
 *
 * <p>One thread at a time.
 */
public final class Journal implements AutoCloseable {

  /** How long a written batch may wait to be forced to the disk. */
  public static final long FORCE_EVERY_MILLIS = 1_000;

  private static final Logger LOG = LoggerFactory.getLogger(Journal.class);
  private static final String FILE = "agent.journal";
  private static final String LOCK = "agent.lock";
  private static final long COMPACT_ABOVE_BYTES = 8L << 20;
  private static final int COMPACT_GROWTH = 4;
  private static final int MAX_BACKLOG_BYTES = 64 << 20;

  private final Path directory;
  private final FileChannel lock;
  private final DiskForcer forcer;
  private FileChannel file;
  private long goodBytes;
  private long compactAt;
  private ByteBuffer backlog = ByteBuffer.allocate(0);
  private Optional<String> trouble = Optional.empty();

  private Journal(Path directory, FileChannel lock, FileChannel file, long goodBytes) {
    this.directory = directory;
    this.lock = lock;
    this.file = file;
    this.goodBytes = goodBytes;
    this.compactAt = Math.max(COMPACT_ABOVE_BYTES, goodBytes * 2);
    this.forcer = new DiskForcer(FORCE_EVERY_MILLIS);
  }

  /** A journal and what was in it. */
  public record Opened(Journal journal, List<AgentEvent.Durable> facts) {}

  /**
   * Opens the journal of a work directory, making it where there is none.
   *
   * @throws IOException with a message for people, when another agent uses the directory or it
   *     cannot be used
   */
  public static Opened open(Path workDir) throws IOException {
    Path directory = workDir.resolve("meta");
    FileChannel lock = usable(workDir, () -> lock(Files.createDirectories(directory)));
    if (!tryLock(lock)) {
      lock.close();
      throw new IOException(
          "another agent uses the work directory "
              + workDir
              + ": give each agent its own with --work-dir");
    }
    try {
      return usable(workDir, () -> read(directory, lock));
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /** Something that is done with the work directory. */
  private interface Use<T> {
    T run() throws IOException;
  }

  private static <T> T usable(Path workDir, Use<T> use) throws IOException {
    try {
      return use.run();
    } catch (IOException e) {
      throw new IOException(
          "the work directory %s cannot be used: %s".formatted(workDir, IoTrouble.describe(e)), e);
    }
  }

  private static Opened read(Path directory, FileChannel lock) throws IOException {
    Path path = directory.resolve(FILE);
    List<AgentEvent.Durable> facts = new ArrayList<>();
    long good = JournalFile.read(path, facts);
    FileChannel file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (file.size() > good) {
      keepForInspection(path, good);
      file.truncate(good);
    }
    file.position(good);
    if (good == 0) {
      good = JournalFile.writeHeader(file);
    }
    return new Opened(new Journal(directory, lock, file, good), facts);
  }

  private static FileChannel lock(Path directory) throws IOException {
    return FileChannel.open(
        directory.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  private static boolean tryLock(FileChannel lock) throws IOException {
    try {
      return lock.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      LOG.debug("the other agent is in this process");
      return false;
    }
  }

  private static void keepForInspection(Path path, long good) throws IOException {
    Path copy = path.resolveSibling(FILE + ".damaged");
    Files.copy(path, copy, StandardCopyOption.REPLACE_EXISTING);
    LOG.error(
        "The checkpoint {} is damaged after byte {}: what follows is not used, a copy of the whole"
            + " file is in {}. A write that was cut short by a crash looks like this; whatever it"
            + " was about to say had not been told to anybody.",
        path,
        good,
        copy);
  }

  /** Whether all that was appended has been written. */
  public boolean healthy() {
    return trouble.isEmpty();
  }

  /** Why what was appended last could not be written; empty when all has been. */
  public Optional<String> trouble() {
    return trouble;
  }

  /** Writes the facts of one decision; see the class for what that means. */
  public void append(List<? extends AgentEvent.Durable> facts) {
    ByteBuffer record = JournalFile.record(FactWriter.write(facts));
    if (backlog.hasRemaining()) {
      record = joined(record);
    }
    try {
      write(record);
    } catch (IOException e) {
      keep(record, e);
    }
  }

  /** Tries again to write what could not be written. */
  public void retry() {
    if (!healthy()) {
      append(List.of());
    }
  }

  private ByteBuffer joined(ByteBuffer record) {
    ByteBuffer both = ByteBuffer.allocate(backlog.remaining() + record.remaining());
    return both.put(backlog).put(record).flip();
  }

  private void write(ByteBuffer record) throws IOException {
    int size = record.remaining();
    ByteBuffer unwritten = record.duplicate();
    while (unwritten.hasRemaining()) {
      file.write(unwritten);
    }
    goodBytes += size;
    backlog = ByteBuffer.allocate(0);
    if (!healthy()) {
      trouble = Optional.empty();
      LOG.warn("The checkpoint in {} can be written again", directory);
    }
    forcer.wrote(file);
  }

  private void keep(ByteBuffer record, IOException e) {
    if (healthy()) {
      LOG.error(
          "The checkpoint in {} cannot be written ({}): tasks run on, new ones are refused until"
              + " there is room",
          directory,
          IoTrouble.describe(e));
    }
    trouble = Optional.of(IoTrouble.describe(e));
    if (record.remaining() <= MAX_BACKLOG_BYTES) {
      backlog = record;
    } else {
      LOG.error("Too much waits to be written: facts are lost if the agent dies now");
    }
    try {
      file.truncate(goodBytes);
      file.position(goodBytes);
    } catch (IOException x) {
      LOG.error("The checkpoint cannot be cut back to its good part", x);
    }
  }

  /** Forces all that was written to the disk before it returns. */
  public void force() {
    forcer.now(file);
  }

  /** Replaces the file by the fewest facts that say the same, when it has grown enough. */
  public void compactIfLarge(Supplier<List<AgentEvent.Durable>> fewest) {
    if (goodBytes < compactAt || !healthy()) {
      return;
    }
    Path fresh = directory.resolve(FILE + ".new");
    try {
      ByteBuffer record = JournalFile.record(FactWriter.write(fewest.get()));
      FileChannel next =
          FileChannel.open(
              fresh,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE);
      long size = JournalFile.writeHeader(next) + record.remaining();
      while (record.hasRemaining()) {
        next.write(record);
      }
      next.force(true);
      Files.move(
          fresh,
          directory.resolve(FILE),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
      forcer.forget();
      file.close();
      file = next;
      goodBytes = size;
      compactAt = Math.max(COMPACT_ABOVE_BYTES, size * COMPACT_GROWTH);
    } catch (IOException e) {
      LOG.error("The checkpoint in {} cannot be compacted; it grows on", directory, e);
      compactAt = goodBytes + COMPACT_ABOVE_BYTES;
    }
  }

  @Override
  public void close() {
    forcer.close();
    try {
      file.force(true);
      file.close();
      lock.close();
    } catch (IOException e) {
      LOG.warn("Closing the checkpoint in {} failed", directory, e);
    }
  }
}

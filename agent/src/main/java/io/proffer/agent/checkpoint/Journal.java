package io.proffer.agent.checkpoint;

import io.proffer.agent.sandbox.IoTrouble;
import io.proffer.agent.state.AgentEvent;
import io.proffer.agent.state.Salvage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The agent's checkpoint: an append-only file of batches of facts, one batch for each decision.
 *
 * <p><b>What survives what.</b> {@link #append} has given the batch to the operating system when it
 * returns, so it survives the end of the agent's process, however it ends. What {@link #force}
 * returned after survives a loss of power.
 *
 * <p><b>What happens when it cannot be written.</b> {@link #healthy} is false from then on, nothing
 * more is appended, and {@link #rewrite} writes all there is to say to a new file, which then takes
 * the place of the old one. A file that could once not be written or forced is never trusted again:
 * an operating system may hold what it failed to write for written.
 *
 * <p>One thread at a time.
 */
public final class Journal implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Journal.class);
  private static final String FILE = "agent.journal";
  private static final long COMPACT_ABOVE_BYTES = 8L << 20;
  private static final int COMPACT_GROWTH = 4;

  private final Disk disk;
  private final Path directory;
  private DiskFile file;
  private long size;
  private long forced;
  private long compactAt;
  private volatile Optional<String> trouble = Optional.empty();

  private Journal(Disk disk, Path directory, DiskFile file, long size) {
    this.disk = disk;
    this.directory = directory;
    this.file = file;
    this.size = size;
    this.forced = size;
    this.compactAt = Math.max(COMPACT_ABOVE_BYTES, size * 2);
  }

  /**
   * A journal and what was in it.
   *
   * @param damage what of the file could not be read, which was set aside; empty when nothing
   */
  public record Opened(Journal journal, List<AgentEvent.Durable> facts, Optional<String> damage) {}

  /**
   * Opens the journal in a directory, making it where there is none. One that is damaged is kept
   * under another name, and all that can be read of it goes into a new one; so does one of an
   * earlier version.
   *
   * @throws NewerCheckpointException when a newer version of the agent wrote it
   * @throws IOException when the disk does not do what it should
   */
  public static Opened open(Disk disk, Path directory) throws IOException {
    Path path = directory.resolve(FILE);
    Optional<byte[]> bytes = disk.read(path).filter(b -> b.length > 0);
    if (bytes.isEmpty()) {
      return new Opened(fresh(disk, directory, List.of()), List.of(), Optional.empty());
    }
    JournalFormat.Contents contents = JournalFormat.read(path, bytes.get());
    if (contents.damage().isPresent()) {
      return salvaged(disk, directory, contents);
    }
    if (contents.version() != JournalFormat.VERSION) {
      LOG.info("The checkpoint {} is of an earlier version and is written anew", path);
      Journal journal = fresh(disk, directory, contents.facts());
      return new Opened(journal, contents.facts(), Optional.empty());
    }
    Journal journal = new Journal(disk, directory, disk.append(path), bytes.get().length);
    return new Opened(journal, contents.facts(), Optional.empty());
  }

  /** What the journal in a directory says; changes nothing. */
  static List<AgentEvent.Durable> read(Disk disk, Path directory) throws IOException {
    Path path = directory.resolve(FILE);
    Optional<byte[]> bytes = disk.read(path).filter(b -> b.length > 0);
    if (bytes.isEmpty()) {
      return List.of();
    }
    JournalFormat.Contents contents = JournalFormat.read(path, bytes.get());
    return usable(contents).facts();
  }

  /** All of what is before a tail that was cut off fits together. */
  private static Salvage usable(JournalFormat.Contents contents) {
    return contents.holes() ? Salvage.of(contents.facts()) : new Salvage(contents.facts(), 0);
  }

  /** What of it would be read by an agent that came back now. */
  List<AgentEvent.Durable> written() throws IOException {
    return read(disk, directory);
  }

  private static Opened salvaged(Disk disk, Path directory, JournalFormat.Contents contents)
      throws IOException {
    String damage = contents.damage().orElseThrow();
    Salvage salvage = usable(contents);
    Path kept = SetAside.keep(disk, directory, FILE);
    LOG.error(
        "THE CHECKPOINT {} IS DAMAGED: {}. It is kept as {}. {} facts of it are used; {} could not"
            + " be, because others that they need are lost. A write that was cut short by a loss of"
            + " power looks like this too: what it was about to say was told to nobody.",
        directory.resolve(FILE),
        damage,
        kept,
        salvage.facts().size(),
        salvage.dropped());
    Journal journal = fresh(disk, directory, salvage.facts());
    return new Opened(journal, salvage.facts(), Optional.of(damage));
  }

  /** A journal in a new file, which is on the disk and has its name when this returns. */
  private static Journal fresh(Disk disk, Path directory, List<AgentEvent.Durable> facts)
      throws IOException {
    ByteBuffer header = JournalFormat.header();
    ByteBuffer record =
        facts.isEmpty() ? ByteBuffer.allocate(0) : JournalFormat.record(FactWriter.write(facts));
    long bytes = (long) header.remaining() + record.remaining();
    DiskFile file =
        AtomicFile.replace(
            disk,
            directory.resolve(FILE),
            f -> {
              f.write(header);
              f.write(record);
            });
    return new Journal(disk, directory, file, bytes);
  }

  /** Whether all that was appended has been written. */
  public boolean healthy() {
    return trouble.isEmpty();
  }

  /**
   * Why what was appended last could not be written; empty when all has been. Any thread may ask.
   */
  public Optional<String> trouble() {
    return trouble;
  }

  /** Whether all that was written would survive a loss of power. */
  public boolean forced() {
    return healthy() && forced == size;
  }

  /** Writes the facts of one decision; see the class for what that means. */
  public void append(List<? extends AgentEvent.Durable> facts) {
    if (!healthy() || facts.isEmpty()) {
      return;
    }
    ByteBuffer record = JournalFormat.record(FactWriter.write(facts));
    int bytes = record.remaining();
    try {
      file.write(record);
      size += bytes;
    } catch (IOException e) {
      failed("written", e);
      cutBack();
    }
  }

  private void cutBack() {
    try {
      file.truncate(size);
    } catch (IOException e) {
      LOG.error("The checkpoint cannot be cut back to its good part: {}", IoTrouble.describe(e));
    }
  }

  /** Forces all that was appended to the disk before it returns; {@link #forced} says whether. */
  public void force() {
    if (!healthy() || forced == size) {
      return;
    }
    try {
      file.force();
      forced = size;
    } catch (IOException e) {
      failed("forced to the disk", e);
    }
  }

  private void failed(String what, IOException e) {
    trouble = Optional.of(IoTrouble.describe(e));
    LOG.error(
        "THE CHECKPOINT IN {} CANNOT BE {} ({}): tasks run on, but no new ones are taken on, and no"
            + " end of a task is told, until it can",
        directory,
        what.toUpperCase(Locale.ROOT),
        trouble.get());
  }

  /**
   * Tries again after trouble, with a new file.
   *
   * @param all gives the facts that say all there is to say
   */
  public void rewrite(Supplier<List<AgentEvent.Durable>> all) {
    if (healthy()) {
      return;
    }
    try {
      replaceBy(all.get());
      trouble = Optional.empty();
      LOG.warn("The checkpoint in {} can be written again", directory);
    } catch (IOException e) {
      LOG.debug("The checkpoint still cannot be written: {}", IoTrouble.describe(e));
      trouble = Optional.of(IoTrouble.describe(e));
    }
  }

  /** Replaces the file by the fewest facts that say the same, when it has grown enough. */
  public void compactIfLarge(Supplier<List<AgentEvent.Durable>> fewest) {
    if (size >= compactAt && healthy()) {
      compact(fewest.get());
    }
  }

  /** Replaces the file by one with these facts, which must say the same; keeps it if that fails. */
  public void compact(List<AgentEvent.Durable> fewest) {
    try {
      replaceBy(fewest);
    } catch (IOException e) {
      LOG.error(
          "The checkpoint in {} cannot be compacted, it grows on: {}",
          directory,
          IoTrouble.describe(e));
      compactAt = size + COMPACT_ABOVE_BYTES;
    }
  }

  private void replaceBy(List<AgentEvent.Durable> facts) throws IOException {
    Journal next = fresh(disk, directory, facts);
    closeQuietly(file);
    file = next.file;
    size = next.size;
    forced = size;
    compactAt = Math.max(COMPACT_ABOVE_BYTES, size * COMPACT_GROWTH);
  }

  @Override
  public void close() {
    force();
    closeQuietly(file);
  }

  private void closeQuietly(DiskFile closed) {
    try {
      closed.close();
    } catch (IOException e) {
      LOG.debug("closing the checkpoint in {} failed: {}", directory, IoTrouble.describe(e));
    }
  }
}

package io.proffer.master.registry;

import io.proffer.master.state.DurableFacts;
import io.proffer.master.state.MasterEvent;
import io.proffer.master.state.Retention;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.KeeperException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One leader's time with the registry in ZooKeeper. All is written by one thread: while it writes
 * an entry of the log, what comes is gathered for the next one; so is, for a moment, what nobody
 * waits for. When the log has grown long, a snapshot is written beside it, and takes its place when
 * it is whole.
 */
final class ZooKeeperClaim implements Registry.Claim {

  private static final Logger LOG = LoggerFactory.getLogger(ZooKeeperClaim.class);

  private static final int MAX_ATTEMPTS = 5;

  private record Pending(List<MasterEvent> facts, CompletableFuture<Void> kept) {}

  private final RegistryNodes nodes;
  private final ZooKeeperRegistry.Limits limits;
  private final DurableFacts known;
  private final ScheduledExecutorService writer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("proffer-registry").daemon().factory());

  // Of the writer.
  private final FactTable table;
  private final FactChanges changes;
  private long nextEntry;
  private long lastSnapshot;
  private boolean compacting;

  // Of whoever holds the lock.
  private final Object lock = new Object();
  private List<Pending> pending = new ArrayList<>();
  private boolean writing;
  private boolean gathering;
  private @Nullable RegistryException lost;

  private ZooKeeperClaim(
      RegistryNodes nodes,
      FactTable table,
      DurableFacts known,
      long nextEntry,
      long lastSnapshot,
      Retention retention,
      ZooKeeperRegistry.Limits limits) {
    this.nodes = nodes;
    this.table = table;
    this.known = known;
    this.nextEntry = nextEntry;
    this.lastSnapshot = lastSnapshot;
    this.changes = new FactChanges(table, retention);
    this.limits = limits;
  }

  /** Claims the registry and reads it. */
  static ZooKeeperClaim take(
      RegistryNodes nodes, Retention retention, ZooKeeperRegistry.Limits limits) {
    try {
      for (int attempt = 1; ; attempt++) {
        try {
          ZooKeeperClaim claim = read(nodes, retention, limits);
          if (nodes.seesWhatItClaimed()) {
            claim.writer.execute(claim::tidy);
            return claim;
          }
        } catch (RegistryException damaged) {
          if (nodes.seesWhatItClaimed()) {
            throw damaged;
          }
        }
        if (attempt == MAX_ATTEMPTS) {
          throw new RegistryException(
              nodes.place().name() + " cannot be read: sessions with ZooKeeper end too soon");
        }
      }
    } catch (RegistryException e) {
      throw e;
    } catch (Exception e) {
      throw failed("read", nodes, e);
    }
  }

  private static ZooKeeperClaim read(
      RegistryNodes nodes, Retention retention, ZooKeeperRegistry.Limits limits) throws Exception {
    nodes.claim();
    FactTable table = new FactTable();
    nodes
        .snapshot()
        .ifPresent(bytes -> apply(table, bytes, nodes.place().part("the snapshot in it")));
    List<Long> log = nodes.log();
    for (long number : log) {
      apply(table, nodes.entry(number), nodes.place().part("entry " + number + " of its log"));
    }
    DurableFacts known = FactsCodec.read(table, nodes.place());
    long next = nodes.head().firstLog() + log.size();
    return new ZooKeeperClaim(
        nodes, table, known, next, nodes.highestSnapshot(), retention, limits);
  }

  private static void apply(FactTable table, byte[] bytes, Place place) {
    ChangesCodec.read(bytes, place).forEach(table::apply);
  }

  private static RegistryException failed(String what, RegistryNodes nodes, Exception cause) {
    if (cause instanceof InterruptedException) {
      Thread.currentThread().interrupt();
    }
    return cause instanceof KeeperException.BadVersionException
        ? new RegistryException(
            nodes.place().name() + " has been claimed by another master: it leads now", cause)
        : new RegistryException(
            "%s cannot be %s (%s). Look whether ZooKeeper is up, has room on its disk,"
                    .formatted(nodes.place().name(), what, cause.getMessage())
                + " and lets this master in",
            cause);
  }

  @Override
  public DurableFacts known() {
    return known;
  }

  @Override
  public CompletionStage<Void> append(List<MasterEvent> facts) {
    CompletableFuture<Void> kept = new CompletableFuture<>();
    synchronized (lock) {
      if (lost != null) {
        return CompletableFuture.failedFuture(lost);
      }
      pending.add(new Pending(List.copyOf(facts), kept));
      if (!writing && facts.stream().anyMatch(MasterEvent::durable)) {
        writing = true;
        writer.execute(this::write);
      } else if (!writing && !gathering) {
        gathering = true;
        var unused =
            writer.schedule(this::writeBehind, limits.behind().toMillis(), TimeUnit.MILLISECONDS);
      }
    }
    return kept;
  }

  private void writeBehind() {
    synchronized (lock) {
      gathering = false;
      if (writing || pending.isEmpty()) {
        return; // somebody waits for what is written already
      }
      writing = true;
    }
    write();
  }

  @Override
  public void end() {
    lose(new RegistryException("This master does not lead any more"));
    writer.shutdown();
  }

  private void write() {
    List<Pending> batch;
    synchronized (lock) {
      batch = pending;
      pending = new ArrayList<>();
      writing = false;
      if (lost != null) {
        return;
      }
    }
    try {
      keep(batch);
      batch.forEach(one -> one.kept().complete(null));
    } catch (Exception e) {
      unkept(batch, e);
    } catch (Error e) {
      unkept(batch, new IllegalStateException(e)); // or they would wait for ever
      throw e;
    }
  }

  private void unkept(List<Pending> batch, Exception why) {
    RegistryException failure = failed("written", nodes, why);
    lose(failure);
    batch.forEach(one -> one.kept().completeExceptionally(failure));
  }

  private void keep(List<Pending> batch) throws Exception {
    List<Change> entry = new ArrayList<>();
    for (Pending one : batch) {
      for (MasterEvent fact : one.facts()) {
        List<Change> made = changes.of(fact);
        made.forEach(table::apply);
        entry.addAll(made);
      }
    }
    if (entry.isEmpty()) {
      return;
    }
    byte[] bytes = ChangesCodec.write(entry);
    if (bytes.length > limits.nodeBytes()) {
      compactAtOnce();
      return;
    }
    nodes.write(nextEntry, bytes);
    nextEntry++;
    if (nextEntry - nodes.head().firstLog() >= limits.logEntries() && !compacting) {
      compacting = true;
      compactBeside();
    }
  }

  // ---- compaction

  /**
   * What is too much for one entry goes into a snapshot, which may have as many nodes as it likes.
   */
  private void compactAtOnce() throws Exception {
    long number = ++lastSnapshot;
    int parts = writeSnapshot(number, table.changes());
    nodes.change(nodes.head().compacted(number, parts, nextEntry));
    nodes.sweep();
  }

  /** The log goes on meanwhile. */
  private void compactBeside() {
    long number = ++lastSnapshot;
    long next = nextEntry;
    List<Change> all = table.changes();
    Thread.ofPlatform()
        .name("proffer-registry-snapshot")
        .daemon()
        .start(
            () -> {
              Optional<Integer> parts = Optional.empty();
              try {
                parts = Optional.of(writeSnapshot(number, all));
              } catch (Exception e) {
                LOG.warn(
                    "The registry's log stays as long as it is", failed("compacted", nodes, e));
              } finally {
                finish(number, parts, next);
              }
            });
  }

  private void finish(long number, Optional<Integer> parts, long next) {
    try {
      writer.execute(
          () -> {
            compacting = false;
            parts.ifPresent(count -> switchTo(number, count, next));
          });
    } catch (RejectedExecutionException e) {
      LOG.debug("The snapshot is not needed any more", e);
    }
  }

  private void switchTo(long number, int parts, long next) {
    try {
      if (number < nodes.head().snapshot()) {
        // A newer one has taken the log's place meanwhile, perhaps at the very same entry.
        nodes.sweep();
        return;
      }
      nodes.change(nodes.head().compacted(number, parts, next));
      nodes.sweep();
    } catch (Exception e) {
      lose(failed("written", nodes, e));
    }
  }

  private int writeSnapshot(long number, List<Change> all) throws Exception {
    byte[] bytes = ChangesCodec.write(all);
    int parts = 0;
    for (int from = 0; from < bytes.length; from += limits.nodeBytes()) {
      int to = Math.min(bytes.length, from + limits.nodeBytes());
      nodes.writePart(number, parts, Arrays.copyOfRange(bytes, from, to));
      parts++;
    }
    return parts;
  }

  /** What leaders before have left behind is of no use. */
  private void tidy() {
    try {
      nodes.sweep();
    } catch (Exception e) {
      LOG.warn("{}: what is not needed any more stays: {}", nodes.place().name(), e.toString());
    }
  }

  private void lose(RegistryException why) {
    List<Pending> unwritten;
    synchronized (lock) {
      if (lost != null) {
        return;
      }
      lost = why;
      unwritten = pending;
      pending = new ArrayList<>();
    }
    unwritten.forEach(one -> one.kept().completeExceptionally(why));
  }
}

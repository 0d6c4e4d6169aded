package io.proffer.agent.sandbox.gc;

import io.proffer.agent.sandbox.IoTrouble;
import io.proffer.agent.sandbox.SandboxLayout;
import io.proffer.core.time.Ticker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes the sandboxes of what has ended, on a thread of its own. What is on the disk is the
 * schedule: a sandbox that has ended has the time of its end as its modification time, so that an
 * agent that is restarted goes on where it was.
 */
public final class SandboxCollector implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SandboxCollector.class);
  private static final Duration SOONEST = Duration.ofMillis(100);

  private final CollectionSettings settings;
  private final SandboxTree tree;
  private final Path workDir;
  private final LiveSandboxes live;
  private final Ticker ticker;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("sandbox-collector").factory());
  private final LongAdder removed = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private Set<Path> inUse;
  private volatile int waiting;

  /** Knows which sandboxes are in use. */
  @FunctionalInterface
  public interface LiveSandboxes {

    /**
     * @return their directories; empty when that is not known now
     */
    Optional<Set<Path>> now();
  }

  /**
   * @param inUse sandboxes that were in use when the agent was last heard of
   */
  public SandboxCollector(
      CollectionSettings settings,
      SandboxLayout layout,
      Set<Path> inUse,
      LiveSandboxes live,
      Ticker ticker) {
    this.settings = settings;
    this.tree = new SandboxTree(layout);
    this.workDir = layout.workDir();
    this.inUse = Set.copyOf(inUse);
    this.live = live;
    this.ticker = ticker;
  }

  /** Begins to look now and then. */
  public void start() {
    again(SOONEST);
  }

  private void again(Duration delay) {
    if (!thread.isShutdown()) {
      var unused = thread.schedule(this::look, delay.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void look() {
    Duration next = settings.diskWatchInterval();
    try {
      next = collect();
    } catch (IOException | UncheckedIOException e) {
      LOG.warn("Sandboxes cannot be looked through: {}", e.getMessage());
    } catch (RuntimeException e) {
      LOG.error("Looking through sandboxes failed", e);
    } finally {
      again(next);
    }
  }

  /**
   * Looks once.
   *
   * @return when to look again
   */
  Duration collect() throws IOException {
    // In this order: what is made after the list is not in it, and what was before is known.
    List<CollectionPlan.Sandbox> there = tree.sandboxes();
    Optional<Set<Path>> now = live.now();
    if (now.isEmpty()) {
      return settings.diskWatchInterval();
    }
    Instant time = ticker.now();
    CollectionPlan plan =
        CollectionPlan.of(time, there, inUse, now.get(), settings.maxAge(usage()));
    inUse = now.get();
    for (Path sandbox : plan.endedNow()) {
      mark(sandbox, time);
    }
    int left = 0;
    for (Path sandbox : plan.remove()) {
      left += remove(sandbox) ? 0 : 1;
    }
    waiting = plan.waiting() + left;
    Duration due =
        plan.nextDue().map(d -> Duration.between(time, d)).orElse(settings.diskWatchInterval());
    Duration next = due.compareTo(SOONEST) < 0 ? SOONEST : due;
    return next.compareTo(settings.diskWatchInterval()) < 0 ? next : settings.diskWatchInterval();
  }

  private double usage() throws IOException {
    FileStore disk = Files.getFileStore(workDir);
    long total = disk.getTotalSpace();
    return total == 0 ? 0 : 1 - (double) disk.getUnallocatedSpace() / total;
  }

  private static void mark(Path sandbox, Instant endedAt) {
    try {
      Files.setLastModifiedTime(sandbox, FileTime.from(endedAt));
    } catch (IOException e) {
      LOG.warn("{} cannot be marked as ended: {}", sandbox, IoTrouble.describe(e));
    }
  }

  private boolean remove(Path sandbox) {
    try {
      tree.remove(sandbox);
      removed.increment();
      LOG.info("Removed the sandbox {}", sandbox);
      return true;
    } catch (NoSuchFileException e) {
      return true; // somebody else did
    } catch (IOException e) {
      failed.increment();
      LOG.warn("The sandbox {} cannot be removed: {}", sandbox, IoTrouble.describe(e));
      return false;
    }
  }

  /** How many were removed. */
  public long removed() {
    return removed.sum();
  }

  /** How often one could not be removed. */
  public long failed() {
    return failed.sum();
  }

  /** How many are kept although nobody uses them. */
  public int waiting() {
    return waiting;
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}

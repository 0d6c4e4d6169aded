package io.proffer.agent.runtime.usage;

import io.proffer.agent.container.ContainerId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures sandboxes, one after the other and again and again, on a thread of its own that looks at
 * a bounded number of files each second. A large sandbox does not keep small ones waiting: each
 * gets its turn after a slice of it.
 */
final class DiskWatch implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(DiskWatch.class);

  private static final int ENTRIES_PER_SECOND = 20_000;
  private static final int SLICE = 500;
  private static final long LONGEST_PAUSE_MILLIS = 1_000;
  private static final long SHORTEST_PAUSE_MILLIS = 10;
  private static final long MILLIS_PER_SECOND = 1_000;

  private final Supplier<Collection<Account>> accounts;
  private final Duration interval;
  private final Consumer<Account> measured;
  private final FileBlocks blocks = new FileBlocks();
  private final Map<ContainerId, SandboxWalk> walks = new LinkedHashMap<>();
  private final Map<ContainerId, Long> due = new LinkedHashMap<>();
  private final Thread thread;
  private volatile boolean open = true;
  private long debt;

  /**
   * @param accounts of the containers that run
   * @param measured is told when a sandbox was measured
   */
  DiskWatch(Supplier<Collection<Account>> accounts, Duration interval, Consumer<Account> measured) {
    this.accounts = accounts;
    this.interval = interval;
    this.measured = measured;
    this.thread = Thread.ofPlatform().daemon().name("disk-watch").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  private void run() {
    try {
      while (open) {
        round();
        pause();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      walks.values().forEach(SandboxWalk::close);
    }
  }

  private void round() throws InterruptedException {
    Map<ContainerId, Account> running = new LinkedHashMap<>();
    accounts.get().forEach(a -> running.put(a.container().id(), a));
    due.keySet().retainAll(running.keySet());
    walks.entrySet().removeIf(w -> ended(w, running));
    for (Account account : running.values()) {
      try {
        slice(account);
      } catch (RuntimeException e) {
        LOG.warn("measuring the sandbox of {} failed", account.container().id(), e);
        due.put(account.container().id(), System.nanoTime() + interval.toNanos());
      }
      payBack();
    }
  }

  private static boolean ended(
      Map.Entry<ContainerId, SandboxWalk> walk, Map<ContainerId, Account> running) {
    if (running.containsKey(walk.getKey())) {
      return false;
    }
    walk.getValue().close();
    return true;
  }

  private void slice(Account account) {
    ContainerId id = account.container().id();
    SandboxWalk walk = walks.get(id);
    if (walk == null) {
      Long at = due.get(id);
      if (at != null && System.nanoTime() - at < 0) {
        return;
      }
      walk = new SandboxWalk(blocks, Path.of(account.container().sandbox()));
      walks.put(id, walk);
    }
    int seen = walk.step(SLICE);
    debt += seen + 1L;
    if (seen < SLICE) {
      walks.remove(id);
      walk.close();
      due.put(id, System.nanoTime() + interval.toNanos());
      account.measuredDisk(walk.bytes());
      measured.accept(account);
    }
  }

  /** Sleeps for as long as what was looked at may take. */
  private void payBack() throws InterruptedException {
    long millis = debt * MILLIS_PER_SECOND / ENTRIES_PER_SECOND;
    if (millis >= SHORTEST_PAUSE_MILLIS) {
      debt = 0;
      Thread.sleep(millis);
    }
  }

  private void pause() throws InterruptedException {
    if (walks.isEmpty()) {
      Thread.sleep(Math.min(LONGEST_PAUSE_MILLIS, Math.max(1, interval.toMillis())));
    }
  }

  @Override
  public void close() {
    open = false;
    thread.interrupt();
  }
}

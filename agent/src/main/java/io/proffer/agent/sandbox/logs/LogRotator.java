package io.proffer.agent.sandbox.logs;

import io.proffer.agent.container.ContainerId;
import io.proffer.agent.sandbox.IoTrouble;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the output of the containers that run, on one thread for all, and moves it on when it has
 * become too large. Between two looks, {@link LookSchedule#MAX} apart at most, a task may print as
 * much as the disk takes: so much more than its limits its files can be for a moment.
 *
 * <p>Thread-safe.
 */
public final class LogRotator implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(LogRotator.class);
  private static final List<String> NAMES = List.of("stdout", "stderr");

  private final LogLimits limits;
  private final DelayQueue<Look> looks = new DelayQueue<>();
  private final Map<ContainerId, Path> watched = new ConcurrentHashMap<>();
  private final Set<ContainerId> complained = ConcurrentHashMap.newKeySet();
  private final LongAdder rotations = new LongAdder();
  private final Optional<Thread> thread;

  public LogRotator(LogLimits limits) {
    this.limits = limits;
    this.thread =
        limits.unlimited()
            ? Optional.empty()
            : Optional.of(
                Thread.ofPlatform().daemon().name("log-rotator").start(this::lookForever));
  }

  /** Looks after the output of a container from now on. */
  public void watch(ContainerId container, Path sandbox) {
    if (limits.unlimited() || watched.put(container, sandbox) != null) {
      return;
    }
    NAMES.forEach(
        n ->
            looks.add(
                new Look(
                    container, new LogFile(sandbox.resolve(n), limits), 0, 0, System.nanoTime())));
  }

  /** It has ended; what it printed last is looked at once more. */
  public void release(ContainerId container) {
    watched.remove(container);
  }

  /** How often some output was moved on. */
  public long rotations() {
    return rotations.sum();
  }

  /**
   * A look at a file that is due.
   *
   * @param bytes what it had at the look before
   * @param takenAt when that was
   */
  private record Look(ContainerId container, LogFile file, long bytes, long takenAt, long dueAt)
      implements Delayed {
    @Override
    public long getDelay(TimeUnit unit) {
      return unit.convert(dueAt - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    @Override
    public int compareTo(Delayed other) {
      return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
    }
  }

  private void lookForever() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        look(looks.take());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look(Look due) {
    long now = System.nanoTime();
    boolean last = !watched.containsKey(due.container());
    long bytes = rotateIfLarge(due.container(), due.file());
    if (last) {
      complained.remove(due.container());
      return;
    }
    Duration next =
        LookSchedule.next(
            bytes,
            bytes - due.bytes(),
            Duration.ofNanos(due.takenAt() == 0 ? 0 : now - due.takenAt()),
            limits.maxBytes());
    looks.add(new Look(due.container(), due.file(), bytes, now, now + next.toNanos()));
  }

  /** Gives how large it was. */
  private long rotateIfLarge(ContainerId container, LogFile file) {
    try {
      long bytes = file.size().orElse(0L);
      if (bytes > limits.maxBytes()) {
        file.rotate();
        rotations.increment();
      }
      return bytes;
    } catch (IOException e) {
      if (complained.add(container)) {
        LOG.warn(
            "The output of container {} cannot be rotated: {}", container, IoTrouble.describe(e));
      }
      return 0;
    }
  }

  /** Stops looking. */
  @Override
  public void close() {
    thread.ifPresent(Thread::interrupt);
  }
}

package io.proffer.sdk.testkit.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * Virtual time: a queue of actions ordered by (time, order of scheduling). Time passes only by
 * running the next action, so ten idle minutes cost nothing. Not thread-safe: the whole cluster is
 * one thread.
 */
public final class Timeline {

  /** When every timeline starts; any fixed instant does. */
  public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private static final Comparator<Entry> DUE_FIRST =
      Comparator.comparing((Entry e) -> e.dueAt).thenComparingLong(e -> e.sequence);

  private final PriorityQueue<Entry> queue = new PriorityQueue<>(DUE_FIRST);
  private Instant now = START;
  private long sequence;
  private long steps;

  /** The virtual present. */
  public Instant now() {
    return now;
  }

  /** How many actions have run. */
  public long steps() {
    return steps;
  }

  /**
   * Runs an action after a delay; actions of the same instant run in the order they were scheduled.
   *
   * @param delay from now; zero or less is "at once, after what is already due now"
   * @return a handle that cancels the action as long as it has not run
   */
  public Scheduled after(Duration delay, Runnable action) {
    return at(now.plus(delay), action);
  }

  /** Runs an action at an instant; one in the past is now. */
  public Scheduled at(Instant instant, Runnable action) {
    Entry entry = new Entry(instant.isBefore(now) ? now : instant, sequence++, action);
    queue.add(entry);
    return entry;
  }

  /** When the next action is due; empty when none is left. */
  public Optional<Instant> nextAt() {
    while (!queue.isEmpty() && queue.element().cancelled) {
      queue.remove();
    }
    return Optional.ofNullable(queue.peek()).map(e -> e.dueAt);
  }

  /**
   * Moves time to the next action and runs it.
   *
   * @return false when nothing was left to run
   */
  public boolean step() {
    if (nextAt().isEmpty()) {
      return false;
    }
    Entry next = queue.remove();
    now = next.dueAt;
    next.ran = true;
    steps++;
    next.action.run();
    return true;
  }

  /** Runs everything due up to and including an instant, then makes it the present. */
  public void runUntil(Instant end) {
    while (nextAt().filter(due -> !due.isAfter(end)).isPresent()) {
      step();
    }
    if (now.isBefore(end)) {
      now = end;
    }
  }

  /** An action that has yet to run. */
  public sealed interface Scheduled {

    /** Forgets the action; without effect once it has run. */
    void cancel();

    /** Whether the action is still to run. */
    boolean pending();
  }

  private static final class Entry implements Scheduled {
    private final Instant dueAt;
    private final long sequence;
    private final Runnable action;
    private boolean cancelled;
    private boolean ran;

    private Entry(Instant dueAt, long sequence, Runnable action) {
      this.dueAt = dueAt;
      this.sequence = sequence;
      this.action = action;
    }

    @Override
    public void cancel() {
      cancelled = true;
    }

    @Override
    public boolean pending() {
      return !cancelled && !ran;
    }
  }
}

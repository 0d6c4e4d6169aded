package io.proffer.master.actor;

import io.proffer.master.kernel.TimerKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeSet;

/**
 * The kernel's timers: tens of thousands, most of them cancelled or replaced before they are due.
 * Only the earliest deadline needs a timer outside. Timers of one deadline are due in the order in
 * which they were started. Not thread-safe.
 */
final class TimerQueue {

  private record Timer(long atNanos, long order, TimerKey key) implements Comparable<Timer> {
    /** Deadlines are compared by difference, as {@link System#nanoTime} may overflow. */
    @Override
    public int compareTo(Timer other) {
      int byDeadline = Long.signum(atNanos - other.atNanos);
      return byDeadline != 0 ? byDeadline : Long.compare(order, other.order);
    }
  }

  private final Map<TimerKey, Timer> byKey = new HashMap<>();
  private final TreeSet<Timer> byDeadline = new TreeSet<>();
  private long started;

  /** Starts the timer of this key, or starts it anew. */
  void start(TimerKey key, long atNanos) {
    Timer timer = new Timer(atNanos, started++, key);
    Timer before = byKey.put(key, timer);
    if (before != null) {
      byDeadline.remove(before);
    }
    byDeadline.add(timer);
  }

  void cancel(TimerKey key) {
    Timer timer = byKey.remove(key);
    if (timer != null) {
      byDeadline.remove(timer);
    }
  }

  /** When the timer of this key is due. */
  OptionalLong dueAt(TimerKey key) {
    Timer timer = byKey.get(key);
    return timer == null ? OptionalLong.empty() : OptionalLong.of(timer.atNanos());
  }

  /** The timers due by now, which are no more in the queue. */
  List<TimerKey> takeDue(long nowNanos) {
    List<TimerKey> due = new ArrayList<>();
    while (!byDeadline.isEmpty() && byDeadline.first().atNanos() - nowNanos <= 0) {
      TimerKey key = byDeadline.removeFirst().key();
      byKey.remove(key);
      due.add(key);
    }
    return due;
  }

  /** When the next timer is due. */
  OptionalLong next() {
    return byDeadline.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(byDeadline.first().atNanos());
  }

  int size() {
    return byKey.size();
  }
}

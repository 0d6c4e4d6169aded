package io.proffer.sdk.internal.http;

import io.proffer.sdk.internal.Action;
import io.proffer.sdk.internal.DriverInput;
import io.proffer.sdk.internal.TimerKey;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What waits for the driver's thread: inputs in the order they came, and timers. A timer that is
 * due goes behind the inputs that came before it, so that a slow callback does not make a stream
 * look silent whose events wait here.
 *
 * <p>Bounded by its sources: streams stop reading, calls under way are limited, and threads that
 * ask the driver for something wait for room.
 */
final class Mailbox {

  private static final int MAX_WAITING_ACTIONS = 10_000;

  private static final class Timer {
    final TimerKey key;
    final long dueNanos;
    boolean cancelled;

    Timer(TimerKey key, long dueNanos) {
      this.key = key;
      this.dueNanos = dueNanos;
    }
  }

  private sealed interface Item {
    record Input(DriverInput input) implements Item {}

    record Asked(Action action) implements Item {}

    record Due(Timer timer) implements Item {}
  }

  private final LinkedBlockingQueue<Item> items = new LinkedBlockingQueue<>();
  private final Semaphore room = new Semaphore(MAX_WAITING_ACTIONS);
  private volatile boolean closed;

  // Used by the driver's thread only.
  private final PriorityQueue<Timer> timers =
      new PriorityQueue<>((a, b) -> Long.signum(a.dueNanos - b.dueNanos));
  private final Map<TimerKey, Timer> running = new HashMap<>();

  /** Never waits. Any thread. */
  void post(DriverInput input) {
    if (!closed) {
      items.add(new Item.Input(input));
    }
  }

  /** Waits while very many requests do. Any thread but the driver's. */
  void ask(Action action) {
    room.acquireUninterruptibly();
    if (closed) {
      room.release();
    } else {
      items.add(new Item.Asked(action));
    }
  }

  /** Waits for the next input. The driver's thread only. */
  DriverInput take() throws InterruptedException {
    while (true) {
      long now = System.nanoTime();
      while (!timers.isEmpty() && timers.peek().dueNanos - now <= 0) {
        items.add(new Item.Due(timers.remove()));
      }
      DriverInput input = input(next(now));
      if (input != null) {
        return input;
      }
    }
  }

  void startTimer(TimerKey key, Duration delay) {
    cancelTimer(key);
    Timer timer = new Timer(key, System.nanoTime() + delay.toNanos());
    running.put(key, timer);
    timers.add(timer);
  }

  void cancelTimer(TimerKey key) {
    Timer timer = running.remove(key);
    if (timer != null) {
      timer.cancelled = true;
      timers.remove(timer);
    }
  }

  /** Nothing is taken any more, and nobody waits. */
  void close() {
    closed = true;
    room.release(Integer.MAX_VALUE / 2);
    items.clear();
  }

  private @Nullable Item next(long now) throws InterruptedException {
    Timer first = timers.peek();
    return first == null ? items.take() : items.poll(first.dueNanos - now, TimeUnit.NANOSECONDS);
  }

  private @Nullable DriverInput input(@Nullable Item item) {
    return switch (item) {
      case null -> null;
      case Item.Input input -> input.input();
      case Item.Asked asked -> {
        room.release();
        yield new DriverInput.Acted(List.of(asked.action()));
      }
      case Item.Due due -> fired(due.timer());
    };
  }

  private @Nullable DriverInput fired(Timer timer) {
    if (timer.cancelled) {
      return null;
    }
    running.remove(timer.key);
    return new DriverInput.TimerFired(timer.key);
  }
}

package io.proffer.sdk.testkit.node;

import io.proffer.sdk.testkit.engine.Timeline.Scheduled;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** The timers of one life of a node, by key: starting one that runs replaces it. */
final class Timers<K> {
  private final NodeClock clock;
  private final Consumer<K> fired;
  private final Map<K, Scheduled> running = new HashMap<>();

  Timers(NodeClock clock, Consumer<K> fired) {
    this.clock = clock;
    this.fired = fired;
  }

  void start(K key, Duration delay) {
    cancel(key);
    Runnable fire =
        () -> {
          running.remove(key);
          fired.accept(key);
        };
    running.put(key, clock.timeline().after(clock.trueSpan(delay), fire));
  }

  void cancel(K key) {
    Scheduled timer = running.remove(key);
    if (timer != null) {
      timer.cancel();
    }
  }

  /** The node is gone, and its timers with it. */
  void cancelAll() {
    // The order in which timers are cancelled makes no difference.
    running.values().forEach(Scheduled::cancel);
    running.clear();
  }
}

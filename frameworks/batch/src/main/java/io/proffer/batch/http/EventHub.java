package io.proffer.batch.http;

import io.proffer.batch.kernel.Notice;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/** Tells those who listen what happens. Thread-safe; never waits for a listener. */
public final class EventHub {

  private final Map<Long, Predicate<String>> listeners = new ConcurrentHashMap<>();
  private final AtomicLong next = new AtomicLong();

  /**
   * Begins to tell.
   *
   * @param sink gets frames; false: it takes no more, and is told nothing any more
   * @return ends it
   */
  Runnable listen(Predicate<String> sink) {
    long number = next.incrementAndGet();
    listeners.put(number, sink);
    return () -> listeners.remove(number);
  }

  /** Tells what the kernel noticed. */
  public void tell(Instant at, Notice notice) {
    if (!listeners.isEmpty()) {
      String frame = frame(at, notice);
      listeners.values().removeIf(listener -> !listener.test(frame));
    }
  }

  private static String frame(Instant at, Notice notice) {
    NoticeJson told = NoticeJson.of(at, notice);
    return "event: " + told.type() + "\ndata: " + told.json() + "\n\n";
  }
}

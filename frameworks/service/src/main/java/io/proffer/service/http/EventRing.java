package io.proffer.service.http;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The last events, for those who come back. Bounded in number and in size. Not thread-safe.
 *
 * <p>Ids are {@code <process>-<number>}: another process does not know them, and says so.
 */
final class EventRing {

  static final int MAX_EVENTS = 1000;
  private static final int MAX_CHARS = 4 << 20;

  private final String process;
  private final Deque<Told> events = new ArrayDeque<>();
  private long next;
  private int chars;

  /** An event that was told. */
  record Told(long number, String id, String type, String frame) {
    boolean isOf(Set<String> types) {
      return types.isEmpty() || types.contains(type);
    }

    /** The event with its id, which is a line of its own. */
    String numbered() {
      return "id: " + id + "\n" + frame;
    }
  }

  /**
   * @param process names this process's events
   */
  EventRing(String process) {
    this.process = process;
  }

  Told add(String type, String frame) {
    Told told = new Told(next, process + "-" + next, type, frame);
    next++;
    chars += frame.length();
    events.addLast(told);
    while (events.size() > MAX_EVENTS || (chars > MAX_CHARS && events.size() > 1)) {
      chars -= events.removeFirst().frame().length();
    }
    return told;
  }

  /** What was told after an event; empty when not all of it is known any more. */
  Optional<List<Told>> after(String id) {
    Optional<Long> number = number(id);
    long oldest = events.isEmpty() ? next : events.getFirst().number();
    if (number.isEmpty() || number.get() + 1 < oldest || number.get() >= next) {
      return Optional.empty();
    }
    List<Told> missed = new ArrayList<>();
    for (Told told : events) {
      if (told.number() > number.get()) {
        missed.add(told);
      }
    }
    return Optional.of(missed);
  }

  private Optional<Long> number(String id) {
    try {
      return id.startsWith(process + "-")
          ? Optional.of(Long.parseLong(id.substring(process.length() + 1)))
          : Optional.empty();
    } catch (NumberFormatException strange) {
      return Optional.empty();
    }
  }
}

package io.proffer.batch.store;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * Keeps events until those outside who want them were told: {@code event.N}, stored with the facts
 * that they tell of. Not thread-safe.
 */
public final class EventOutbox {

  private static final String KIND = "event.";

  private final Values values;
  private final SequencedMap<Long, Event> waiting = new LinkedHashMap<>();
  private final List<Long> settled = new ArrayList<>();
  private long next;

  /** Something that has happened. */
  public record Event(String type, String json) {}

  EventOutbox(Values values) {
    this.values = values;
  }

  void read(List<String> names) {
    for (String name : names) {
      if (name.startsWith(KIND)) {
        ObjectNode record = values.required(name);
        Event event = new Event(record.path("type").asText(), record.path("json").asText());
        waiting.put(Long.parseLong(name.substring(KIND.length())), event);
      }
    }
    next = waiting.isEmpty() ? 0 : waiting.lastEntry().getKey() + 1;
  }

  /** What is not told yet, in order, by number. */
  public Map<Long, Event> waiting() {
    return new LinkedHashMap<>(waiting);
  }

  /**
   * Keeps an event; written with the next facts.
   *
   * @return its number
   */
  public long add(Event event) {
    long number = next++;
    waiting.put(number, event);
    values.put(
        name(number),
        JsonNodeFactory.instance.objectNode().put("type", event.type()).put("json", event.json()));
    return number;
  }

  /** Need not be told any more; forgotten with what is written next. */
  public void settled(long number) {
    if (waiting.remove(number) != null) {
      settled.add(number);
    }
  }

  void flush() {
    settled.forEach(number -> values.remove(name(number)));
    settled.clear();
  }

  /** So that names are in the order of numbers. */
  private static String name(long number) {
    return KIND + "%019d".formatted(number);
  }
}

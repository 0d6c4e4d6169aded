package io.proffer.agent.kernel;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Spans of time as Mesos writes them, and its executors read them: {@code 5secs}. */
public final class MesosDuration {

  private static final Map<String, Long> UNITS = new LinkedHashMap<>();

  static {
    UNITS.put("weeks", Duration.ofDays(7).toNanos());
    UNITS.put("days", Duration.ofDays(1).toNanos());
    UNITS.put("hrs", Duration.ofHours(1).toNanos());
    UNITS.put("mins", Duration.ofMinutes(1).toNanos());
    UNITS.put("secs", Duration.ofSeconds(1).toNanos());
    UNITS.put("ms", Duration.ofMillis(1).toNanos());
    UNITS.put("us", 1_000L);
  }

  private MesosDuration() {}

  /** In the largest unit of which it is a whole number. */
  public static String write(Duration duration) {
    long nanos = duration.toNanos();
    for (Map.Entry<String, Long> unit : UNITS.entrySet()) {
      if (nanos != 0 && nanos % unit.getValue() == 0) {
        return nanos / unit.getValue() + unit.getKey();
      }
    }
    return nanos + "ns";
  }
}

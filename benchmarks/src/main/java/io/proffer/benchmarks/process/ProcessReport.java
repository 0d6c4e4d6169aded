package io.proffer.benchmarks.process;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What starting processes took.
 *
 * @param rounds how often each way was taken
 * @param sortedNanos by the name of the way, the shortest first
 */
public record ProcessReport(int rounds, Map<String, long[]> sortedNanos) {

  static final String PLAIN = "posix_spawn";

  private static final double NANOS_PER_MS = 1e6;

  public ProcessReport {
    sortedNanos = new LinkedHashMap<>(sortedNanos);
  }

  private double ms(String way, double quantile) {
    long[] nanos = sortedNanos.getOrDefault(way, new long[1]);
    int at = (int) Math.ceil(quantile * nanos.length) - 1;
    return nanos[Math.clamp(at, 0, nanos.length - 1)] / NANOS_PER_MS;
  }

  private double overheadMs(String way, double quantile) {
    return ms(way, quantile) - ms(PLAIN, quantile);
  }

  /** The figures for people. */
  public String table() {
    StringBuilder text = new StringBuilder();
    text.append(
        "from asking for /bin/true to knowing its end, %d times each, in turn%n".formatted(rounds));
    text.append("%-20s %10s %10s %16s%n".formatted("", "p50 ms", "p99 ms", "p50 overhead ms"));
    for (String way : sortedNanos.keySet()) {
      text.append(
          "%-20s %10.2f %10.2f %16.2f%n"
              .formatted(way, ms(way, 0.5), ms(way, 0.99), overheadMs(way, 0.5)));
    }
    return text.toString();
  }

  /** The same figures for programs, as plain maps. */
  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("command", "/bin/true");
    json.put("rounds", rounds);
    json.put("processors", Runtime.getRuntime().availableProcessors());
    for (String way : sortedNanos.keySet()) {
      json.put(
          way.replace(' ', '_'),
          Map.of(
              "p50_ms", ms(way, 0.5),
              "p99_ms", ms(way, 0.99),
              "overhead_p50_ms", overheadMs(way, 0.5),
              "overhead_p99_ms", overheadMs(way, 0.99)));
    }
    return json;
  }
}

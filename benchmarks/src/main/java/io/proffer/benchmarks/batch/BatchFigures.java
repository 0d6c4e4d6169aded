package io.proffer.benchmarks.batch;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one part has measured.
 *
 * @param rows for people, by their names
 * @param json the same for programs
 */
public record BatchFigures(Map<String, String> rows, Map<String, Object> json) {

  public BatchFigures {
    rows = Collections.unmodifiableMap(new LinkedHashMap<>(rows));
    json = Collections.unmodifiableMap(new LinkedHashMap<>(json));
  }

  /** The rows as a table. */
  public String table() {
    StringBuilder text = new StringBuilder();
    rows.forEach((name, value) -> text.append("%-20s %s%n".formatted(name, value)));
    return text.toString();
  }

  /** Of times in milliseconds, sorted. */
  static Map<String, Double> percentiles(List<Double> sorted) {
    Map<String, Double> percentiles = new LinkedHashMap<>();
    percentiles.put("p50", percentile(sorted, 0.5));
    percentiles.put("p99", percentile(sorted, 0.99));
    return percentiles;
  }

  static double percentile(List<Double> sorted, double part) {
    return sorted.get(Math.max(0, (int) Math.ceil(part * sorted.size()) - 1));
  }
}

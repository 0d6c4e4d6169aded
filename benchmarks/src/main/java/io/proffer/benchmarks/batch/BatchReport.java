package io.proffer.benchmarks.batch;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one run measured.
 *
 * @param submitMs how long the call took that begins the array
 * @param arraySeconds from that call to the end of its run
 * @param heapMb of this process at most, garbage included
 * @param rankingMs of each round, sorted
 * @param lagMs from the moment a run was due until it was written down, sorted
 */
public record BatchReport(
    BatchBenchOptions options,
    double submitMs,
    double arraySeconds,
    long heapMb,
    List<Double> rankingMs,
    List<Double> lagMs) {

  public BatchReport {
    rankingMs = List.copyOf(rankingMs);
    lagMs = List.copyOf(lagMs);
  }

  private static double percentile(List<Double> sorted, double part) {
    return sorted.get(Math.max(0, (int) Math.ceil(part * sorted.size()) - 1));
  }

  private long tasksPerSecond() {
    return Math.round(options.indexes() / arraySeconds);
  }

  /** The figures for people. */
  public String table() {
    StringBuilder text = new StringBuilder();
    row(
        text,
        "array",
        "%d indexes on %d emulated agents in %.1f s: %d tasks/s"
            .formatted(options.indexes(), options.agents(), arraySeconds, tasksPerSecond()));
    row(text, "begun by a call of", "%.0f ms".formatted(submitMs));
    row(text, "heap at most", "%d MB".formatted(heapMb));
    row(
        text,
        "ranking",
        "%d waiting and %d running of %d users: p50 %.1f ms, p99 %.1f ms"
            .formatted(
                options.waiting(),
                options.running(),
                options.users(),
                percentile(rankingMs, 0.5),
                percentile(rankingMs, 0.99)));
    row(
        text,
        "due at one moment",
        "%d jobs, begun and written down after p50 %.0f ms, p99 %.0f ms"
            .formatted(options.schedules(), percentile(lagMs, 0.5), percentile(lagMs, 0.99)));
    return text.toString();
  }

  private static void row(StringBuilder text, String name, String value) {
    text.append("%-20s %s%n".formatted(name, value));
  }

  /** The same figures for programs. */
  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("indexes", options.indexes());
    json.put("agents", options.agents());
    json.put("processors", Runtime.getRuntime().availableProcessors());
    json.put("array_s", arraySeconds);
    json.put("tasks_per_s", tasksPerSecond());
    json.put("submit_ms", submitMs);
    json.put("heap_mb", heapMb);
    json.put("waiting", options.waiting());
    json.put("running", options.running());
    json.put("users", options.users());
    json.put(
        "ranking_ms",
        Map.of("p50", percentile(rankingMs, 0.5), "p99", percentile(rankingMs, 0.99)));
    json.put("schedules", options.schedules());
    json.put("lag_ms", Map.of("p50", percentile(lagMs, 0.5), "p99", percentile(lagMs, 0.99)));
    return json;
  }
}

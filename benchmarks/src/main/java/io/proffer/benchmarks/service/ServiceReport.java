package io.proffer.benchmarks.service;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one run measured.
 *
 * @param startedSeconds from the request to the last instance that runs
 * @param listMs how long the list of all apps took, sorted
 * @param listBytes of one list
 * @param rolledSeconds of the rolling update
 * @param fewestRunning instances that ran at the worst of all moments of the update
 * @param mustRun how many had to
 * @param takeoverSeconds from the end of one lead to the first list of apps by the next leader
 */
public record ServiceReport(
    ServiceBenchOptions options,
    double startedSeconds,
    List<Double> listMs,
    int listBytes,
    double rolledSeconds,
    int fewestRunning,
    int mustRun,
    double takeoverSeconds) {

  public ServiceReport {
    listMs = List.copyOf(listMs);
  }

  /** Whether enough instances ran at every moment. */
  public boolean isSafe() {
    return fewestRunning >= mustRun;
  }

  private double percentile(double part) {
    return listMs.get(Math.min(listMs.size() - 1, (int) Math.ceil(part * listMs.size()) - 1));
  }

  /** The figures for people. */
  public String table() {
    StringBuilder text = new StringBuilder();
    row(
        text,
        "apps",
        "%d of %d instances, on %d emulated agents"
            .formatted(options.apps(), options.instances(), options.agents()));
    row(text, "all running after", "%.1f s".formatted(startedSeconds));
    row(
        text,
        "GET /v2/apps",
        "p50 %.1f ms, p99 %.1f ms, longest %.1f ms (%d kB)"
            .formatted(percentile(0.5), percentile(0.99), listMs.getLast(), listBytes / 1000));
    row(
        text,
        "rolling update",
        "%d instances in %.1f s, never fewer than %d running (must be %d)"
            .formatted(options.rolled(), rolledSeconds, fewestRunning, mustRun));
    row(text, "takeover", "%.2f s".formatted(takeoverSeconds));
    return text.toString();
  }

  private static void row(StringBuilder text, String name, String value) {
    text.append("%-20s %s%n".formatted(name, value));
  }

  /** The same figures for programs. */
  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("apps", options.apps());
    json.put("instances", options.instances());
    json.put("agents", options.agents());
    json.put("processors", Runtime.getRuntime().availableProcessors());
    json.put("all_running_s", startedSeconds);
    json.put(
        "list_ms",
        Map.of("p50", percentile(0.5), "p99", percentile(0.99), "max", listMs.getLast()));
    json.put("list_bytes", listBytes);
    json.put("rolled_instances", options.rolled());
    json.put("rolled_s", rolledSeconds);
    json.put("fewest_running", fewestRunning);
    json.put("must_run", mustRun);
    json.put("takeover_s", takeoverSeconds);
    return json;
  }
}

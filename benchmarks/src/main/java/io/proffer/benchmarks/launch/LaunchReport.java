package io.proffer.benchmarks.launch;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one run measured.
 *
 * @param seconds the measured time, without warm-up
 * @param running launches whose RUNNING arrived in it
 * @param acknowledged RUNNING updates that were acknowledged in it
 * @param accepts ACCEPT calls in it
 * @param lost launches that were never RUNNING
 * @param latencyMs from ACCEPT to RUNNING
 * @param processes figures by the name of the process
 * @param problems what went wrong; empty for a run that counts
 */
public record LaunchReport(
    LaunchOptions options,
    double seconds,
    long running,
    long acknowledged,
    long accepts,
    long lost,
    LatencyMs latencyMs,
    Map<String, ProcessFigures> processes,
    List<String> problems) {

  public LaunchReport {
    processes = new LinkedHashMap<>(processes);
    problems = List.copyOf(problems);
  }

  double launchesPerSecond() {
    return seconds > 0 ? Math.min(running, acknowledged) / seconds : 0;
  }

  /** The figures for people. */
  public String table() {
    StringBuilder text = new StringBuilder();
    row(
        text,
        "agents",
        "%d emulated, on %d connections".formatted(options.agents(), options.connections()));
    row(text, "frameworks", "%d emulated, protobuf".formatted(options.frameworks()));
    row(
        text,
        "asked for",
        options.rate().isPresent() ? options.rate().getAsInt() + "/s" : "as many as possible");
    row(
        text,
        "measured",
        "%.1f s on %d processors, after %d s of warm-up"
            .formatted(seconds, Runtime.getRuntime().availableProcessors(), options.warmUp()));
    row(
        text,
        "launches/s",
        "%.0f (accepted, RUNNING, acknowledged)".formatted(launchesPerSecond()));
    row(text, "accepts/s", "%.0f".formatted(seconds > 0 ? accepts / seconds : 0));
    row(text, "never RUNNING", String.valueOf(lost));
    row(
        text,
        "accept to RUNNING",
        "p50 %.1f ms, p95 %.1f ms, p99 %.1f ms, longest %.1f ms"
            .formatted(latencyMs.p50(), latencyMs.p95(), latencyMs.p99(), latencyMs.longest()));
    processes.forEach(
        (name, p) ->
            row(
                text,
                name,
                "cpu %.1f s since its start, heap used %.0f MB, after collection %.0f MB"
                    .formatted(p.cpuSeconds(), p.heapUsedMb(), p.heapRetainedMb())));
    problems.forEach(p -> row(text, "PROBLEM", p));
    return text.toString();
  }

  private static void row(StringBuilder text, String name, String value) {
    text.append("%-20s %s%n".formatted(name, value));
  }

  /** The same figures for programs, as plain maps and lists. */
  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("agents", options.agents());
    json.put("connections", options.connections());
    json.put("frameworks", options.frameworks());
    json.put("rate", options.rate().isPresent() ? options.rate().getAsInt() : "max");
    json.put("warm_up_s", options.warmUp());
    json.put("seconds", seconds);
    json.put("processors", Runtime.getRuntime().availableProcessors());
    json.put("launches_per_s", launchesPerSecond());
    json.put("accepts", accepts);
    json.put("never_running", lost);
    json.put(
        "accept_to_running_ms",
        Map.of(
            "p50",
            latencyMs.p50(),
            "p95",
            latencyMs.p95(),
            "p99",
            latencyMs.p99(),
            "max",
            latencyMs.longest()));
    Map<String, Object> figures = new LinkedHashMap<>();
    processes.forEach(
        (name, p) ->
            figures.put(
                name,
                Map.of(
                    "cpu_s", p.cpuSeconds(),
                    "heap_used_mb", p.heapUsedMb(),
                    "heap_retained_mb", p.heapRetainedMb())));
    json.put("processes", figures);
    json.put("problems", problems);
    return json;
  }
}

package io.proffer.benchmarks.docker;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * What running containers took.
 *
 * @param options what was measured
 * @param spans by the name of the way
 * @param bursts of many at once
 */
public record DockerReport(
    DockerBenchOptions options, Map<String, List<Spans>> spans, Bursts bursts) {

  static final String COMMAND = "docker run, docker wait";
  static final String ENGINE = "engine API";
  static final String TASK = "task";

  private static final double NANOS_PER_MS = 1e6;
  private static final double NANOS_PER_SECOND = 1e9;
  private static final double MEDIAN = 0.5;
  private static final double P99 = 0.99;

  private static final Map<String, ToLongFunction<Spans>> FIGURES = figures();

  private static Map<String, ToLongFunction<Spans>> figures() {
    Map<String, ToLongFunction<Spans>> figures = new LinkedHashMap<>();
    figures.put("stays_running", Spans::stayingNanos);
    figures.put("brief_running", Spans::briefNanos);
    figures.put("brief_finished", Spans::finishedNanos);
    return figures;
  }

  public DockerReport {
    spans = new LinkedHashMap<>(spans);
  }

  /**
   * The quickest of some bursts.
   *
   * @param engineNanos by the engine's API
   * @param taskNanos as tasks
   */
  public record Bursts(long engineNanos, long taskNanos) {}

  private double ms(String way, ToLongFunction<Spans> what, double quantile) {
    long[] nanos = spans.getOrDefault(way, List.of()).stream().mapToLong(what).sorted().toArray();
    int at = Math.clamp((int) Math.ceil(quantile * nanos.length) - 1, 0, nanos.length - 1);
    return nanos[at] / NANOS_PER_MS;
  }

  private double overheadMs(String over, ToLongFunction<Spans> what, double quantile) {
    return ms(TASK, what, quantile) - ms(over, what, quantile);
  }

  private double burstPerSecond(long nanos) {
    return options.parallel() * NANOS_PER_SECOND / nanos;
  }

  /** The figures for people. */
  public String table() {
    StringBuilder text = new StringBuilder();
    text.append(
        "containers that run 'sleep 300' (stays) and 'true' (brief), %d times each, in turn%n"
            .formatted(options.rounds()));
    text.append(
        "%-26s %14s %14s %14s%n"
            .formatted(
                "ms from asking, p50 / p99", "stays: running", "brief: running", "finished"));
    for (String way : spans.keySet()) {
      text.append(line(way, (what, quantile) -> ms(way, what, quantile)));
    }
    for (String over : List.of(COMMAND, ENGINE)) {
      text.append(
          line(
              "task over " + over.split(",", 2)[0],
              (what, quantile) -> overheadMs(over, what, quantile)));
    }
    text.append(
        "%d at once: engine API %.1f/s, tasks %.1f/s, %.0f %%%n"
            .formatted(
                options.parallel(),
                burstPerSecond(bursts.engineNanos()),
                burstPerSecond(bursts.taskNanos()),
                burstPercent()));
    return text.toString();
  }

  /** A figure in milliseconds. */
  private interface Figure {
    double ms(ToLongFunction<Spans> what, double quantile);
  }

  private static String line(String name, Figure figure) {
    StringBuilder line = new StringBuilder("%-26s".formatted(name));
    for (ToLongFunction<Spans> what : FIGURES.values()) {
      line.append(" %6.1f / %5.1f".formatted(figure.ms(what, MEDIAN), figure.ms(what, P99)));
    }
    return line.append(System.lineSeparator()).toString();
  }

  private double burstPercent() {
    return 100.0 * bursts.engineNanos() / bursts.taskNanos();
  }

  /** The same figures for programs, as plain maps. */
  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("rounds", options.rounds());
    json.put("processors", Runtime.getRuntime().availableProcessors());
    for (String way : spans.keySet()) {
      Map<String, Object> figures = new LinkedHashMap<>();
      FIGURES.forEach(
          (name, what) -> {
            figures.put(name + "_p50_ms", ms(way, what, MEDIAN));
            figures.put(name + "_p99_ms", ms(way, what, P99));
          });
      json.put(way, figures);
    }
    json.put("at_once", options.parallel());
    json.put("at_once_engine_per_second", burstPerSecond(bursts.engineNanos()));
    json.put("at_once_tasks_per_second", burstPerSecond(bursts.taskNanos()));
    json.put("at_once_tasks_percent_of_engine", burstPercent());
    return json;
  }
}

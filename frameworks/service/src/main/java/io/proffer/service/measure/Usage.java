package io.proffer.service.measure;

import com.fasterxml.jackson.databind.JsonNode;
import io.proffer.service.kernel.Instance;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What tasks use, from what agents count. A rate needs two counts: an instance has none in the
 * first round it is seen in. Not thread-safe.
 */
final class Usage {

  private static final double MB = 1024.0 * 1024.0;

  private Map<String, Count> before = new HashMap<>();
  private Map<String, Count> now = new HashMap<>();

  /**
   * What an agent has counted of a task.
   *
   * @param at seconds since 1970
   */
  record Count(double at, double cpuSeconds, double memoryBytes) {}

  /** Begins another round. */
  void next() {
    before = now;
    now = new HashMap<>();
  }

  /** Takes in what {@code /monitor/statistics} of an agent has answered. */
  void add(JsonNode statistics) {
    for (JsonNode container : statistics) {
      JsonNode counted = container.path("statistics");
      double memory =
          counted.path("mem_rss_bytes").asDouble(counted.path("mem_total_bytes").asDouble(0));
      now.put(
          container.path("executor_id").asText(),
          new Count(
              counted.path("timestamp").asDouble(),
              counted.path("cpus_user_time_secs").asDouble()
                  + counted.path("cpus_system_time_secs").asDouble(),
              memory));
    }
  }

  /** The part of {@code cpus} that instances use on average; empty when none is known. */
  Optional<Double> cpu(List<Instance> instances, double cpus) {
    List<Double> parts = new ArrayList<>();
    for (Instance instance : instances) {
      Count last = now.get(instance.taskId());
      Count first = before.get(instance.taskId());
      if (last != null && first != null && last.at() > first.at() && cpus > 0) {
        double rate = (last.cpuSeconds() - first.cpuSeconds()) / (last.at() - first.at());
        parts.add(Math.max(0, rate) / cpus);
      }
    }
    return average(parts);
  }

  /** The part of so many MB that instances use on average; empty when none is known. */
  Optional<Double> memory(List<Instance> instances, double memMb) {
    List<Double> parts = new ArrayList<>();
    for (Instance instance : instances) {
      Count last = now.get(instance.taskId());
      if (last != null && memMb > 0) {
        parts.add(last.memoryBytes() / (memMb * MB));
      }
    }
    return average(parts);
  }

  private static Optional<Double> average(List<Double> parts) {
    return parts.isEmpty()
        ? Optional.empty()
        : Optional.of(parts.stream().mapToDouble(Double::doubleValue).sum() / parts.size());
  }
}

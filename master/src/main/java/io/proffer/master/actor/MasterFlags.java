package io.proffer.master.actor;

import io.proffer.master.kernel.MasterSettings;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** How a master is configured, under the names of Mesos' flags where they mean the same. */
public final class MasterFlags {

  private record Unit(String name, Duration span) {}

  private static final List<Unit> LARGEST_FIRST =
      List.of(
          new Unit("weeks", Duration.ofDays(7)),
          new Unit("days", Duration.ofDays(1)),
          new Unit("hrs", Duration.ofHours(1)),
          new Unit("mins", Duration.ofMinutes(1)),
          new Unit("secs", Duration.ofSeconds(1)),
          new Unit("ms", Duration.ofMillis(1)));

  private MasterFlags() {}

  /** What the settings say; bootstrap adds where the master is. */
  public static SortedMap<String, String> of(MasterSettings settings) {
    SortedMap<String, String> flags = new TreeMap<>();
    flags.put("agent_ping_timeout", text(settings.agentPingInterval()));
    flags.put("agent_reregister_timeout", text(settings.agentReregisterTimeout()));
    flags.put("allocator", "hierarchical");
    flags.put("authenticate_agents", "false");
    flags.put("authenticate_frameworks", "false");
    flags.put("authenticate_http_frameworks", "false");
    flags.put("authenticate_http_readonly", "false");
    flags.put("authenticate_http_readwrite", "false");
    flags.put("filter_gpu_resources", "true");
    flags.put("framework_sorter", "drf");
    flags.put("max_agent_ping_timeouts", Integer.toString(settings.maxAgentPingTimeouts()));
    flags.put("max_completed_frameworks", Integer.toString(settings.maxCompletedFrameworks()));
    flags.put(
        "max_completed_tasks_per_framework",
        Integer.toString(settings.maxCompletedTasksPerFramework()));
    flags.put("max_operator_event_stream_subscribers", "1000");
    flags.put(
        "max_unreachable_tasks_per_framework",
        Integer.toString(settings.maxUnreachableTasksPerFramework()));
    flags.put("min_allocatable_resources", "cpus:0.01|mem:32");
    settings.offerTimeout().ifPresent(timeout -> flags.put("offer_timeout", text(timeout)));
    flags.put("registry", "in_memory");
    flags.put("role_sorter", "drf");
    flags.put("root_submissions", "true");
    return flags;
  }

  /** A span as Mesos writes it: in the largest unit of which it is a whole number. */
  static String text(Duration span) {
    for (Unit unit : LARGEST_FIRST) {
      long units = span.dividedBy(unit.span());
      if (units > 0 && unit.span().multipliedBy(units).equals(span)) {
        return units + unit.name();
      }
    }
    return span.toNanos() + "ns";
  }
}

package io.proffer.agent.oversubscription;

import java.time.Duration;
import java.util.List;

/**
 * Where the lines are.
 *
 * @param resources of what slack is offered: {@code cpus}, {@code mem}
 * @param window for how long what was used counts as used
 * @param headroom the part of what the agent has that is never offered as slack
 * @param maxLoadPerCpu of the machine, over which revocable tasks are evicted
 * @param minAvailableMemory the part of the machine's memory under which they are
 */
public record Thresholds(
    List<String> resources,
    Duration window,
    double headroom,
    double maxLoadPerCpu,
    double minAvailableMemory) {

  private static final List<String> KNOWN = List.of("cpus", "mem");

  public Thresholds {
    resources = List.copyOf(resources);
    for (String name : resources) {
      if (!KNOWN.contains(name)) {
        throw new IllegalArgumentException(
            "oversubscribe: slack of '" + name + "' cannot be measured; write cpus, mem or both");
      }
    }
    requirePart("oversubscription-headroom", headroom);
    requirePart("oversubscription-min-memory", minAvailableMemory);
    if (!(maxLoadPerCpu > 0)) {
      throw new IllegalArgumentException(
          "oversubscription-max-load: expecting more than 0, found " + maxLoadPerCpu);
    }
    if (window.isNegative()) {
      throw new IllegalArgumentException("oversubscription-window: expecting 0 or more");
    }
  }

  private static void requirePart(String flag, double part) {
    if (!(part >= 0 && part <= 1)) {
      throw new IllegalArgumentException(flag + ": expecting 0 to 1, found " + part);
    }
  }
}

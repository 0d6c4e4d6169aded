package io.proffer.master.http;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;

/** The machine's load and memory, as {@code /system/stats.json} tells them. */
final class SystemStats {

  private static final Path LOAD = Path.of("/proc/loadavg");

  private SystemStats() {}

  static SortedMap<String, Double> now() {
    SortedMap<String, Double> stats = new TreeMap<>();
    double[] load = load();
    stats.put("avg_load_1min", load[0]);
    stats.put("avg_load_5min", load[1]);
    stats.put("avg_load_15min", load[2]);
    OperatingSystemMXBean os = ManagementFactory.getOperatingSystemMXBean();
    stats.put("cpus_total", (double) os.getAvailableProcessors());
    if (os instanceof com.sun.management.OperatingSystemMXBean memory) {
      stats.put("mem_total_bytes", (double) memory.getTotalMemorySize());
      stats.put("mem_free_bytes", (double) memory.getFreeMemorySize());
    }
    return stats;
  }

  /** Of the last 1, 5 and 15 minutes; the first for all where the system tells no more. */
  private static double[] load() {
    try {
      String[] parts = Files.readString(LOAD).split(" ", 4);
      return new double[] {
        Double.parseDouble(parts[0]), Double.parseDouble(parts[1]), Double.parseDouble(parts[2])
      };
    } catch (IOException | NumberFormatException | ArrayIndexOutOfBoundsException e) {
      double one = Math.max(0, ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
      return new double[] {one, one, one};
    }
  }
}

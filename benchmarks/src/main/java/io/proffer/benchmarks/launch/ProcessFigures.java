package io.proffer.benchmarks.launch;

import java.lang.management.ManagementFactory;
import java.time.Duration;

/** What a JVM knows of its own use of the machine. */
record ProcessFigures(double cpuSeconds, double heapUsedMb, double heapRetainedMb) {

  /** This JVM's figures; collects garbage to learn what is retained. */
  static ProcessFigures now() {
    double used = heapMb();
    double cpu =
        ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO).toMillis() / 1e3;
    ManagementFactory.getMemoryMXBean().gc();
    return new ProcessFigures(cpu, used, heapMb());
  }

  private static double heapMb() {
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1e6;
  }

  String line() {
    return "FIGURES " + cpuSeconds + " " + heapUsedMb + " " + heapRetainedMb;
  }

  static ProcessFigures parse(String line) {
    String[] words = line.split(" ", -1);
    return new ProcessFigures(
        Double.parseDouble(words[1]), Double.parseDouble(words[2]), Double.parseDouble(words[3]));
  }
}

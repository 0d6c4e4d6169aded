package io.proffer.agent.runtime.process;

import java.util.Optional;

/** The words for a task that wanted more memory than it may have. */
final class MemoryTrouble {

  private MemoryTrouble() {}

  /** Mesos' message, with the kernel's statistics of the group. */
  static String message(
      Optional<Long> limitBytes, Optional<Long> peakBytes, Optional<String> statistics) {
    return "Memory limit exceeded: Requested: "
        + limitBytes.map(MemoryTrouble::megabytes).orElse("unknown")
        + peakBytes.map(p -> " Maximum Used: " + megabytes(p)).orElse("")
        + statistics.map(s -> "\n\nMEMORY STATISTICS: \n" + s + "\n").orElse("");
  }

  private static String megabytes(long bytes) {
    return (bytes >> 20) + "MB";
  }
}

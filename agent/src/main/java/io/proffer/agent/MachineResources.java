package io.proffer.agent;

import com.sun.management.OperatingSystemMXBean;
import io.proffer.core.model.Resources;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * What the agent's machine has to offer: as Mesos detects it, keeping a gigabyte of memory and five
 * of disk for the machine itself, or half where there is little.
 */
final class MachineResources {

  private static final long MB = 1L << 20;
  private static final long GB = 1L << 30;
  private static final String PORTS = "ports:[31000-32000]";

  private MachineResources() {}

  /**
   * @param given in Mesos' text or JSON form; of cpus, mem, disk and ports, what it does not name
   *     is detected
   * @throws io.proffer.core.model.InvalidResourcesException when {@code given} is malformed
   */
  static Resources of(Optional<String> given, Path workDir) throws IOException {
    Resources explicit = given.map(Resources::parse).orElse(Resources.empty());
    Set<String> named = explicit.names();
    Resources all = explicit;
    if (!named.contains("cpus")) {
      all = all.plus(scalar("cpus", Runtime.getRuntime().availableProcessors()));
    }
    if (!named.contains("mem")) {
      all = all.plus(scalar("mem", memoryBytes() / MB));
    }
    if (!named.contains("disk")) {
      all = all.plus(scalar("disk", diskBytes(workDir) / MB));
    }
    if (!named.contains("ports")) {
      all = all.plus(Resources.parse(PORTS));
    }
    return all;
  }

  private static Resources scalar(String name, long value) {
    return Resources.parse(name + ":" + value);
  }

  private static long memoryBytes() {
    OperatingSystemMXBean machine =
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    return less(machine.getTotalMemorySize(), GB);
  }

  private static long diskBytes(Path workDir) throws IOException {
    return less(Files.getFileStore(workDir).getTotalSpace(), 5 * GB);
  }

  private static long less(long total, long reserve) {
    return total > 2 * reserve ? total - reserve : total / 2;
  }
}

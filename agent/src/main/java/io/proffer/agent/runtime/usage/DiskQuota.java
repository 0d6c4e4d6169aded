package io.proffer.agent.runtime.usage;

import io.proffer.agent.container.ContainerResources;
import java.util.Optional;
import org.apache.mesos.v1.Protos.Resource;

/**
 * How much of the disk a container's sandbox may take up, and the words for one that takes more.
 */
final class DiskQuota {

  private static final long MEGABYTE = 1L << 20;
  private static final int KILO = 1024;

  private DiskQuota() {}

  /** Volumes have a size of their own. Empty for a container that has no disk set aside. */
  static Optional<Long> bytes(ContainerResources resources) {
    double megabytes =
        resources.requests().stream()
            .filter(r -> r.getName().equals("disk") && !isVolume(r))
            .mapToDouble(r -> r.getScalar().getValue())
            .sum();
    return megabytes > 0 ? Optional.of((long) (megabytes * MEGABYTE)) : Optional.empty();
  }

  private static boolean isVolume(Resource resource) {
    return resource.hasDisk()
        && (resource.getDisk().hasPersistence() || resource.getDisk().hasSource());
  }

  /** Mesos' message. */
  static String exceeded(long usedBytes, long quotaBytes) {
    return "Disk usage (" + text(usedBytes) + ") exceeds quota (" + text(quotaBytes) + ")";
  }

  /** In the largest unit that needs no fraction, as in Mesos. */
  private static String text(long bytes) {
    String[] units = {"B", "KB", "MB", "GB", "TB"};
    long value = bytes;
    int unit = 0;
    while (value > 0 && value % KILO == 0 && unit < units.length - 1) {
      value /= KILO;
      unit++;
    }
    return value + units[unit];
  }
}

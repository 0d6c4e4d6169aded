package io.proffer.agent.runtime;

import io.proffer.agent.container.ContainerResources;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.Value;

/**
 * What a task may use, in the kernel's units.
 *
 * @param cpus its share of the machine when others want it too
 * @param revocableCpus whether that is a share of what others leave unused
 * @param maxCpus what it may use at most; empty for all there is
 * @param memoryBytes what it asked for; empty when it asked for none
 * @param maxMemoryBytes what it may use at most; empty for all there is
 */
public record ResourceLimits(
    double cpus,
    boolean revocableCpus,
    Optional<Double> maxCpus,
    Optional<Long> memoryBytes,
    Optional<Long> maxMemoryBytes) {

  private static final double REVOCABLE_WEIGHT = 10.0 / 1024;

  /** The least memory limit that is set, whatever the task asked for, as in Mesos. */
  private static final long MIN_MEMORY_BYTES = 32L << 20;

  /**
   * A container's limits: what it requests, except where its limits say otherwise.
   *
   * @param boundCpus whether a container without a cpu limit of its own is held to its request
   */
  public static ResourceLimits of(ContainerResources resources, boolean boundCpus) {
    double cpus = sum(resources.requests(), "cpus");
    Optional<Long> memory =
        Optional.of(sum(resources.requests(), "mem")).filter(m -> m > 0).map(ResourceLimits::bytes);
    return new ResourceLimits(
        cpus,
        revocable(resources, "cpus"),
        limit(resources, "cpus", boundCpus && cpus > 0 ? Optional.of(cpus) : Optional.empty()),
        memory,
        limit(resources, "mem", memory.map(Long::doubleValue))
            .map(m -> resources.limits().containsKey("mem") ? bytes(m) : m.longValue()));
  }

  /**
   * The same, but with no less memory than a container may use at present: what is in use cannot be
   * taken.
   */
  public ResourceLimits notBelow(Optional<Long> presentMaxMemoryBytes) {
    return new ResourceLimits(
        cpus,
        revocableCpus,
        maxCpus,
        memoryBytes,
        maxMemoryBytes.map(m -> Math.max(m, presentMaxMemoryBytes.orElse(0L))));
  }

  /** As {@link #cpus}, but next to nothing for what is revocable: a hundredth, as in Mesos. */
  public double weightedCpus() {
    return revocableCpus ? cpus * REVOCABLE_WEIGHT : cpus;
  }

  private static boolean revocable(ContainerResources resources, String name) {
    return resources.requests().stream()
        .anyMatch(r -> r.getName().equals(name) && r.hasRevocable());
  }

  private static Optional<Double> limit(
      ContainerResources resources, String name, Optional<Double> otherwise) {
    Value.Scalar limit = resources.limits().get(name);
    if (limit == null) {
      return otherwise;
    }
    return Double.isInfinite(limit.getValue()) ? Optional.empty() : Optional.of(limit.getValue());
  }

  private static double sum(List<Resource> resources, String name) {
    return resources.stream()
        .filter(r -> r.getName().equals(name))
        .mapToDouble(r -> r.getScalar().getValue())
        .sum();
  }

  private static long bytes(double megabytes) {
    return Math.max(MIN_MEMORY_BYTES, (long) (megabytes * (1 << 20)));
  }
}

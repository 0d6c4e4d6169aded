package io.proffer.agent.runtime;

import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.Value;

/**
 * What a task may use, in the kernel's units.
 *
 * @param cpus its share of the machine when others want it too
 * @param maxCpus what it may use at most; empty for all there is
 * @param memoryBytes what it asked for; empty when it asked for none
 * @param maxMemoryBytes what it may use at most; empty for all there is
 */
public record ResourceLimits(
    double cpus,
    Optional<Double> maxCpus,
    Optional<Long> memoryBytes,
    Optional<Long> maxMemoryBytes) {

  /** The least memory limit that is set, whatever the task asked for, as in Mesos. */
  private static final long MIN_MEMORY_BYTES = 32L << 20;

  /**
   * A task's limits: what it requests, except where {@code TaskInfo.limits} says otherwise.
   *
   * @param boundCpus whether a task without a cpu limit of its own is held to its request
   */
  public static ResourceLimits of(TaskInfo task, boolean boundCpus) {
    double cpus = sum(task.getResourcesList(), "cpus");
    Optional<Long> memory =
        Optional.of(sum(task.getResourcesList(), "mem"))
            .filter(m -> m > 0)
            .map(ResourceLimits::bytes);
    return new ResourceLimits(
        cpus,
        limit(task, "cpus", boundCpus && cpus > 0 ? Optional.of(cpus) : Optional.empty()),
        memory,
        limit(task, "mem", memory.map(Long::doubleValue))
            .map(m -> task.getLimitsMap().containsKey("mem") ? bytes(m) : m.longValue()));
  }

  private static Optional<Double> limit(TaskInfo task, String name, Optional<Double> otherwise) {
    Value.Scalar limit = task.getLimitsMap().get(name);
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

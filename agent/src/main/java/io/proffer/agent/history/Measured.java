package io.proffer.agent.history;

import io.proffer.agent.container.ContainerId;
import io.proffer.agent.container.ContainerResources;
import io.proffer.agent.runtime.Usage;
import io.proffer.agent.view.ContainerView;
import io.proffer.agent.view.ExecutorView;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.ResourceStatistics;

/**
 * What a container uses at some moment, and what is set aside for it. NaN is what is not known.
 *
 * @param cpuSeconds processor time since it started
 * @param memMb memory it holds
 * @param diskMb what its sandbox takes up
 */
public record Measured(
    Workload workload,
    ContainerId container,
    double cpuSeconds,
    double memMb,
    double diskMb,
    Amounts held) {

  private static final double BYTES_PER_MB = 1 << 20;

  /** CPUs and megabytes. */
  public record Amounts(double cpus, double memMb, double diskMb) {

    private static Amounts of(List<Resource> resources) {
      return new Amounts(sum(resources, "cpus"), sum(resources, "mem"), sum(resources, "disk"));
    }

    private static double sum(List<Resource> resources, String name) {
      return resources.stream()
          .filter(r -> r.getName().equals(name))
          .mapToDouble(r -> r.getScalar().getValue())
          .sum();
    }
  }

  /**
   * @param usage empty while nothing is known of it
   */
  public static Measured of(ExecutorView executor, ContainerView container, Optional<Usage> usage) {
    ContainerResources resources = container.work().resources();
    ResourceStatistics known =
        usage.map(Usage::statistics).orElse(ResourceStatistics.getDefaultInstance());
    return new Measured(
        Workload.in(container, executor),
        container.container().id(),
        known.hasCpusUserTimeSecs() || known.hasCpusSystemTimeSecs()
            ? known.getCpusUserTimeSecs() + known.getCpusSystemTimeSecs()
            : Double.NaN,
        memory(known),
        known.hasDiskUsedBytes() ? known.getDiskUsedBytes() / BYTES_PER_MB : Double.NaN,
        Amounts.of(resources.requests()));
  }

  private static double memory(ResourceStatistics known) {
    if (known.hasMemTotalBytes()) {
      return known.getMemTotalBytes() / BYTES_PER_MB;
    }
    return known.hasMemRssBytes() ? known.getMemRssBytes() / BYTES_PER_MB : Double.NaN;
  }
}

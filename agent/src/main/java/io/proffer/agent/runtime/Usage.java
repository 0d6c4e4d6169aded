package io.proffer.agent.runtime;

import org.apache.mesos.v1.Protos.ResourceStatistics;

/**
 * What a container uses.
 *
 * @param statistics as far as they are known, under Mesos' names; the time of it is not set
 * @param oomKills how often the kernel ended one of its processes for want of memory
 */
public record Usage(ResourceStatistics statistics, long oomKills) {

  /**
   * @param cpuUserSeconds processor time in programs since it started
   * @param cpuSystemSeconds processor time in the kernel since it started
   * @param memoryBytes memory it holds
   */
  public static Usage of(double cpuUserSeconds, double cpuSystemSeconds, long memoryBytes) {
    return new Usage(
        ResourceStatistics.newBuilder()
            .setTimestamp(0)
            .setCpusUserTimeSecs(cpuUserSeconds)
            .setCpusSystemTimeSecs(cpuSystemSeconds)
            .setMemTotalBytes(memoryBytes)
            .build(),
        0);
  }
}

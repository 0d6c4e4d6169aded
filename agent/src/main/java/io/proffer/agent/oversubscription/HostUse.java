package io.proffer.agent.oversubscription;

/**
 * How the agent's machine is doing.
 *
 * @param load how many threads run or want to, averaged over the last minute
 * @param cpus how many processors there are
 * @param memoryBytes how much memory there is
 * @param availableBytes how much of it could be had without swapping
 */
public record HostUse(double load, int cpus, long memoryBytes, long availableBytes) {

  /** How many threads run, or want to, for each processor. */
  public double loadPerCpu() {
    return load / Math.max(1, cpus);
  }

  /** The part of the memory that could be had; all of it where that is not known. */
  public double availablePart() {
    return memoryBytes <= 0 ? 1 : (double) availableBytes / memoryBytes;
  }
}

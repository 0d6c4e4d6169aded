package io.proffer.agent.runtime;

import java.time.Duration;

/**
 * What an agent is to do to keep tasks apart, as far as its machine permits.
 *
 * @param useCgroups whether processes are held to their limits
 * @param boundCpus whether a task that sets no cpu limit is held to the cpus it requests
 * @param limitSwap whether what a process has swapped out counts as memory it uses
 * @param pidsLimit how many processes and threads a task may have; 0 for as many as it likes
 * @param switchUser whether tasks run as the user they ask for
 * @param privateTmp whether each process task has a {@code /tmp} of its own, in its sandbox
 * @param enforceDiskQuota whether a task is ended when its sandbox outgrows its disk
 * @param diskWatchInterval how long after a sandbox was measured it is measured again
 */
public record IsolationOptions(
    boolean useCgroups,
    boolean boundCpus,
    boolean limitSwap,
    int pidsLimit,
    boolean switchUser,
    boolean privateTmp,
    boolean enforceDiskQuota,
    Duration diskWatchInterval) {

  /** Stops a fork bomb long before the machine is full, and is more than servers have threads. */
  public static final int DEFAULT_PIDS_LIMIT = 4096;

  public IsolationOptions {
    if (pidsLimit < 0) {
      throw new IllegalArgumentException("pids limit: expecting 0 or more, found " + pidsLimit);
    }
    if (diskWatchInterval.isNegative() || diskWatchInterval.isZero()) {
      throw new IllegalArgumentException(
          "container disk watch interval: expecting more than 0, found " + diskWatchInterval);
    }
  }

  /** Everything that does not change what a well-behaved task sees; disk is measured only. */
  public static IsolationOptions defaults() {
    return new IsolationOptions(
        true, false, true, DEFAULT_PIDS_LIMIT, true, false, false, Duration.ofSeconds(15));
  }

  public IsolationOptions withDiskQuota(Duration interval) {
    return new IsolationOptions(
        useCgroups, boundCpus, limitSwap, pidsLimit, switchUser, privateTmp, true, interval);
  }

  public IsolationOptions withPidsLimit(int limit) {
    return new IsolationOptions(
        useCgroups,
        boundCpus,
        limitSwap,
        limit,
        switchUser,
        privateTmp,
        enforceDiskQuota,
        diskWatchInterval);
  }
}

package io.proffer.cli.command;

import io.proffer.agent.runtime.IsolationOptions;
import java.time.Duration;
import picocli.CommandLine.Option;

/** The flags that say what keeps an agent's tasks apart. */
final class IsolationFlags {

  @Option(
      names = "--cgroups",
      paramLabel = "true|false",
      arity = "1",
      defaultValue = "true",
      description = "Hold processes to their limits through control groups. Default: true")
  private boolean cgroups;

  @Option(
      names = "--bound-cpus",
      description = {
        "Hold each task to the cpus it requests even when others leave theirs unused",
        "(Mesos: cgroups_enable_cfs). A task's own limit is always kept."
      })
  private boolean boundCpus;

  @Option(
      names = "--limit-swap",
      paramLabel = "true|false",
      arity = "1",
      defaultValue = "true",
      description = "Count what a process has swapped out as memory it uses. Default: true")
  private boolean limitSwap;

  @Option(
      names = "--pids-limit",
      paramLabel = "N",
      defaultValue = "4096",
      description = {
        "How many processes and threads a task may have; 0 for no limit.",
        "Default: ${DEFAULT-VALUE}"
      })
  private int pidsLimit;

  @Option(
      names = "--switch-user",
      paramLabel = "true|false",
      arity = "1",
      defaultValue = "true",
      description = {
        "Run each task as the user it asks for, and refuse it when that cannot be;",
        "false runs all as the agent's user. Default: true"
      })
  private boolean switchUser;

  @Option(
      names = "--private-tmp",
      description = "Give each process task a /tmp of its own, in its sandbox.")
  private boolean privateTmp;

  @Option(
      names = "--enforce-container-disk-quota",
      description = "End a task whose sandbox is larger than its disk.")
  private boolean enforceDiskQuota;

  @Option(
      names = "--container-disk-watch-interval",
      paramLabel = "TIME",
      defaultValue = "15secs",
      description = "How often a sandbox is measured. Default: ${DEFAULT-VALUE}")
  private Duration diskWatchInterval = Duration.ofSeconds(15);

  IsolationOptions options() {
    return new IsolationOptions(
        cgroups,
        boundCpus,
        limitSwap,
        pidsLimit,
        switchUser,
        privateTmp,
        enforceDiskQuota,
        diskWatchInterval);
  }
}

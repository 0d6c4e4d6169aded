package io.proffer.agent.runtime.usage;

import io.proffer.agent.runtime.Usage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.mesos.v1.Protos.ResourceStatistics;

/**
 * What the kernel counts for the control groups of one container.
 *
 * @param groups the group's directory, by controller; that of the second version under {@link
 *     CgroupMounts#UNIFIED}
 */
record GroupFigures(Map<String, Path> groups) {

  private static final double TICKS_PER_SECOND = 100;
  private static final double NANOS_PER_SECOND = 1e9;
  private static final double MICROS_PER_SECOND = 1e6;

  /** What the first version says where there is no limit is near this. */
  private static final long UNLIMITED = Long.MAX_VALUE / 2;

  /**
   * The groups of a process.
   *
   * @param mark what is in the name of a container's groups, and in no others': who has none of its
   *     own is in groups of the agent or of another
   */
  static GroupFigures of(CgroupMounts mounts, long pid, String mark) {
    Map<String, Path> groups = new HashMap<>();
    CgroupMounts.groupsOf(Long.toString(pid))
        .forEach(
            (controller, group) -> {
              if (group.contains(mark)) {
                mounts.directory(controller, group).ifPresent(d -> groups.put(controller, d));
              }
            });
    return new GroupFigures(groups);
  }

  /** Empty when the process is in no group of its own. */
  Optional<Usage> read() {
    if (groups.isEmpty()) {
      return Optional.empty();
    }
    ResourceStatistics.Builder into = ResourceStatistics.newBuilder().setTimestamp(0);
    Path unified = groups.get(CgroupMounts.UNIFIED);
    // On a machine of both versions the second has a group without controllers.
    if (unified != null && Files.exists(unified.resolve("memory.current"))) {
      return Optional.of(new Usage(unified(unified, into).build(), oomKillsOf(unified)));
    }
    cpu(into);
    long oomKills = memory(into);
    Path any = groups.getOrDefault("pids", groups.values().iterator().next());
    processes(any, "tasks", into);
    return Optional.of(new Usage(into.build(), oomKills));
  }

  private static void processes(Path group, String threads, ResourceStatistics.Builder into) {
    KernelFile.lines(group.resolve("cgroup.procs")).ifPresent(into::setProcesses);
    KernelFile.number(group.resolve("pids.current"))
        .map(Long::intValue)
        .or(() -> KernelFile.lines(group.resolve(threads)))
        .ifPresent(into::setThreads);
  }

  private void cpu(ResourceStatistics.Builder into) {
    Path accounted = groups.get("cpuacct");
    if (accounted != null) {
      Map<String, Long> stat = KernelFile.table(accounted.resolve("cpuacct.stat"));
      into.setCpusUserTimeSecs(stat.getOrDefault("user", 0L) / TICKS_PER_SECOND);
      into.setCpusSystemTimeSecs(stat.getOrDefault("system", 0L) / TICKS_PER_SECOND);
    }
    Path cpu = groups.get("cpu");
    if (cpu != null) {
      Map<String, Long> stat = KernelFile.table(cpu.resolve("cpu.stat"));
      throttling(stat, stat.getOrDefault("throttled_time", 0L) / NANOS_PER_SECOND, into);
    }
  }

  private static void throttling(
      Map<String, Long> stat, double seconds, ResourceStatistics.Builder into) {
    into.setCpusNrPeriods(stat.getOrDefault("nr_periods", 0L).intValue());
    into.setCpusNrThrottled(stat.getOrDefault("nr_throttled", 0L).intValue());
    into.setCpusThrottledTimeSecs(seconds);
  }

  /** Gives how often the kernel killed for memory. */
  @SuppressWarnings("deprecation") // collectors still read the old names
  private long memory(ResourceStatistics.Builder into) {
    Path group = groups.get("memory");
    if (group == null) {
      return 0;
    }
    KernelFile.number(group.resolve("memory.usage_in_bytes")).ifPresent(into::setMemTotalBytes);
    KernelFile.number(group.resolve("memory.memsw.usage_in_bytes"))
        .ifPresent(into::setMemTotalMemswBytes);
    KernelFile.number(group.resolve("memory.limit_in_bytes"))
        .filter(b -> b < UNLIMITED)
        .ifPresent(into::setMemLimitBytes);
    KernelFile.number(group.resolve("memory.soft_limit_in_bytes"))
        .filter(b -> b < UNLIMITED)
        .ifPresent(into::setMemSoftLimitBytes);
    Map<String, Long> stat = KernelFile.table(group.resolve("memory.stat"));
    kinds(
        stat.getOrDefault("total_rss", 0L),
        stat.getOrDefault("total_cache", 0L),
        stat.getOrDefault("total_mapped_file", 0L),
        stat.getOrDefault("total_unevictable", 0L),
        into);
    into.setMemSwapBytes(stat.getOrDefault("total_swap", 0L));
    return KernelFile.table(group.resolve("memory.oom_control")).getOrDefault("oom_kill", 0L);
  }

  private static void kinds(
      long anonymous, long cache, long mapped, long unevictable, ResourceStatistics.Builder into) {
    into.setMemRssBytes(anonymous).setMemAnonBytes(anonymous);
    into.setMemCacheBytes(cache).setMemFileBytes(cache);
    into.setMemMappedFileBytes(mapped).setMemUnevictableBytes(unevictable);
  }

  private static ResourceStatistics.Builder unified(Path group, ResourceStatistics.Builder into) {
    Map<String, Long> cpu = KernelFile.table(group.resolve("cpu.stat"));
    into.setCpusUserTimeSecs(cpu.getOrDefault("user_usec", 0L) / MICROS_PER_SECOND);
    into.setCpusSystemTimeSecs(cpu.getOrDefault("system_usec", 0L) / MICROS_PER_SECOND);
    throttling(cpu, cpu.getOrDefault("throttled_usec", 0L) / MICROS_PER_SECOND, into);
    KernelFile.number(group.resolve("memory.current")).ifPresent(into::setMemTotalBytes);
    KernelFile.number(group.resolve("memory.max")).ifPresent(into::setMemLimitBytes);
    KernelFile.number(group.resolve("memory.low"))
        .filter(b -> b > 0)
        .ifPresent(into::setMemSoftLimitBytes);
    KernelFile.number(group.resolve("memory.swap.current"))
        .ifPresent(
            swap ->
                into.setMemSwapBytes(swap).setMemTotalMemswBytes(into.getMemTotalBytes() + swap));
    Map<String, Long> stat = KernelFile.table(group.resolve("memory.stat"));
    kinds(
        stat.getOrDefault("anon", 0L),
        stat.getOrDefault("file", 0L),
        stat.getOrDefault("file_mapped", 0L),
        stat.getOrDefault("unevictable", 0L),
        into);
    processes(group, "cgroup.threads", into);
    return into;
  }

  private static long oomKillsOf(Path unified) {
    return KernelFile.table(unified.resolve("memory.events")).getOrDefault("oom_kill", 0L);
  }
}

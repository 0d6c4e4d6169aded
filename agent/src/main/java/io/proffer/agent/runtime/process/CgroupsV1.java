package io.proffer.agent.runtime.process;

import io.proffer.agent.runtime.LaunchException;
import io.proffer.agent.runtime.ResourceLimits;
import io.proffer.agent.runtime.Usage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * Control groups of the first version, a hierarchy for each controller.
 *
 * @param cpu the directory below which cpu groups are made; empty when not permitted
 * @param cpuacct likewise for the accounting of processor time
 * @param memory likewise for memory
 * @param kill ends a process
 */
record CgroupsV1(
    Optional<Path> cpu, Optional<Path> cpuacct, Optional<Path> memory, LongConsumer kill)
    implements Cgroups {

  private static final int PERIOD_MICROS = 100_000;
  private static final int MIN_QUOTA_MICROS = 1_000;
  private static final Long UNLIMITED = -1L;
  private static final double TICKS_PER_SECOND = 100.0;

  @Override
  public String describe() {
    List<String> missing = new ArrayList<>();
    if (cpu.isEmpty()) {
      missing.add("cpu");
    }
    if (memory.isEmpty()) {
      missing.add("memory");
    }
    return missing.isEmpty()
        ? "cpu and memory limits through cgroups v1"
        : "limits through cgroups v1, but none of " + String.join(" and ", missing);
  }

  @Override
  public List<Path> create(String name, ResourceLimits limits) throws LaunchException {
    List<Path> join = new ArrayList<>();
    if (cpu.isPresent()) {
      Path group = make(cpu.get(), name, join);
      long shares = Math.max(2, (long) (limits.cpus() * 1024));
      CgroupFiles.write(group.resolve("cpu.shares"), Long.toString(shares));
      if (limits.maxCpus().isPresent()) {
        long quota = Math.max(MIN_QUOTA_MICROS, (long) (limits.maxCpus().get() * PERIOD_MICROS));
        CgroupFiles.write(group.resolve("cpu.cfs_period_us"), Integer.toString(PERIOD_MICROS));
        CgroupFiles.write(group.resolve("cpu.cfs_quota_us"), Long.toString(quota));
      }
    }
    if (cpuacct.isPresent() && !cpuacct.equals(cpu)) {
      make(cpuacct.get(), name, join);
    }
    if (memory.isPresent()) {
      Path group = make(memory.get(), name, join);
      if (limits.memoryBytes().isPresent()) {
        CgroupFiles.write(
            group.resolve("memory.soft_limit_in_bytes"), limits.memoryBytes().get().toString());
      }
      if (limits.maxMemoryBytes().isPresent()) {
        CgroupFiles.write(
            group.resolve("memory.limit_in_bytes"), limits.maxMemoryBytes().get().toString());
      }
    }
    return join;
  }

  @Override
  public void resize(String name, ResourceLimits limits) {
    cpu.map(c -> c.resolve(name))
        .ifPresent(
            group -> {
              long shares = Math.max(2, (long) (limits.cpus() * 1024));
              CgroupFiles.change(group.resolve("cpu.shares"), Long.toString(shares));
              CgroupFiles.change(
                  group.resolve("cpu.cfs_quota_us"),
                  limits
                      .maxCpus()
                      .map(c -> Math.max(MIN_QUOTA_MICROS, (long) (c * PERIOD_MICROS)))
                      .orElse(UNLIMITED)
                      .toString());
            });
    memory
        .map(m -> m.resolve(name))
        .ifPresent(
            group -> {
              CgroupFiles.change(
                  group.resolve("memory.soft_limit_in_bytes"),
                  limits.memoryBytes().orElse(UNLIMITED).toString());
              CgroupFiles.change(
                  group.resolve("memory.limit_in_bytes"),
                  limits.maxMemoryBytes().orElse(UNLIMITED).toString());
            });
  }

  private static Path make(Path base, String name, List<Path> join) throws LaunchException {
    Path group = base.resolve(name);
    CgroupFiles.makeDirectory(group);
    join.add(group.resolve("cgroup.procs"));
    return group;
  }

  @Override
  public Optional<String> memoryTrouble(String name) {
    Optional<Path> group = memory.map(m -> m.resolve(name));
    long kills =
        group
            .flatMap(g -> CgroupFiles.readKey(g.resolve("memory.oom_control"), "oom_kill"))
            .orElse(0L);
    if (kills == 0) {
      return Optional.empty();
    }
    return Optional.of(
        MemoryTrouble.message(
            group.flatMap(g -> CgroupFiles.readLong(g.resolve("memory.limit_in_bytes"))),
            group.flatMap(g -> CgroupFiles.readLong(g.resolve("memory.max_usage_in_bytes")))));
  }

  @Override
  public void remove(String name) {
    memory.ifPresent(m -> CgroupFiles.killAndRemove(m.resolve(name), kill));
    cpu.ifPresent(c -> CgroupFiles.killAndRemove(c.resolve(name), kill));
    cpuacct
        .filter(c -> !cpuacct.equals(cpu))
        .ifPresent(c -> CgroupFiles.killAndRemove(c.resolve(name), kill));
  }

  @Override
  public Optional<Usage> usage(String name) {
    Optional<Long> bytes =
        memory.flatMap(m -> CgroupFiles.readLong(m.resolve(name).resolve("memory.usage_in_bytes")));
    Optional<Path> stat = cpuacct.map(c -> c.resolve(name).resolve("cpuacct.stat"));
    Optional<Long> user = stat.flatMap(s -> CgroupFiles.readKey(s, "user"));
    Optional<Long> system = stat.flatMap(s -> CgroupFiles.readKey(s, "system"));
    if (bytes.isEmpty() && user.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Usage(
            user.orElse(0L) / TICKS_PER_SECOND,
            system.orElse(0L) / TICKS_PER_SECOND,
            bytes.orElse(0L)));
  }
}

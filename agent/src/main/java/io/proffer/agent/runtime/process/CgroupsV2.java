package io.proffer.agent.runtime.process;

import io.proffer.agent.runtime.LaunchException;
import io.proffer.agent.runtime.ResourceLimits;
import io.proffer.agent.runtime.Usage;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * Control groups of the second version, one hierarchy for all controllers.
 *
 * @param base the directory below which groups are made; cpu and memory are enabled in it
 * @param kill ends a process
 */
record CgroupsV2(Path base, LongConsumer kill) implements Cgroups {

  private static final int PERIOD_MICROS = 100_000;
  private static final int MIN_QUOTA_MICROS = 1_000;
  private static final double MICROS_PER_SECOND = 1e6;

  @Override
  public String describe() {
    return "cpu and memory limits through cgroups v2";
  }

  @Override
  public List<Path> create(String name, ResourceLimits limits) throws LaunchException {
    Path group = base.resolve(name);
    CgroupFiles.makeDirectory(group);
    CgroupFiles.write(group.resolve("cpu.weight"), Long.toString(weight(limits.cpus())));
    if (limits.maxCpus().isPresent()) {
      long quota = Math.max(MIN_QUOTA_MICROS, (long) (limits.maxCpus().get() * PERIOD_MICROS));
      CgroupFiles.write(group.resolve("cpu.max"), quota + " " + PERIOD_MICROS);
    }
    if (limits.memoryBytes().isPresent()) {
      CgroupFiles.write(group.resolve("memory.low"), limits.memoryBytes().get().toString());
    }
    if (limits.maxMemoryBytes().isPresent()) {
      CgroupFiles.write(group.resolve("memory.max"), limits.maxMemoryBytes().get().toString());
    }
    return List.of(group.resolve("cgroup.procs"));
  }

  @Override
  public void resize(String name, ResourceLimits limits) {
    Path group = base.resolve(name);
    CgroupFiles.change(group.resolve("cpu.weight"), Long.toString(weight(limits.cpus())));
    CgroupFiles.change(
        group.resolve("cpu.max"),
        limits
                .maxCpus()
                .map(c -> Long.toString(Math.max(MIN_QUOTA_MICROS, (long) (c * PERIOD_MICROS))))
                .orElse("max")
            + " "
            + PERIOD_MICROS);
    CgroupFiles.change(
        group.resolve("memory.low"), limits.memoryBytes().map(Object::toString).orElse("0"));
    CgroupFiles.change(
        group.resolve("memory.max"), limits.maxMemoryBytes().map(Object::toString).orElse("max"));
  }

  /** The weight that the kernel's own conversion gives to 1024 shares a cpu. */
  private static long weight(double cpus) {
    long shares = Math.clamp((long) (cpus * 1024), 2, 262_144);
    return 1 + ((shares - 2) * 9_999) / 262_142;
  }

  @Override
  public Optional<String> memoryTrouble(String name) {
    Path group = base.resolve(name);
    if (CgroupFiles.readKey(group.resolve("memory.events"), "oom_kill").orElse(0L) == 0) {
      return Optional.empty();
    }
    return Optional.of(
        MemoryTrouble.message(
            CgroupFiles.readLong(group.resolve("memory.max")),
            CgroupFiles.readLong(group.resolve("memory.peak"))));
  }

  @Override
  public void remove(String name) {
    CgroupFiles.killAndRemove(base.resolve(name), kill);
  }

  @Override
  public Optional<Usage> usage(String name) {
    Path group = base.resolve(name);
    Path cpu = group.resolve("cpu.stat");
    return CgroupFiles.readLong(group.resolve("memory.current"))
        .map(
            bytes ->
                new Usage(
                    CgroupFiles.readKey(cpu, "user_usec").orElse(0L) / MICROS_PER_SECOND,
                    CgroupFiles.readKey(cpu, "system_usec").orElse(0L) / MICROS_PER_SECOND,
                    bytes));
  }
}

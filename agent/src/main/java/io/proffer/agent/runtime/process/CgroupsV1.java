package io.proffer.agent.runtime.process;

import io.proffer.agent.container.Unenforced;
import io.proffer.agent.runtime.IsolationOptions;
import io.proffer.agent.runtime.LaunchException;
import io.proffer.agent.runtime.ResourceLimits;
import io.proffer.agent.runtime.process.CgroupFiles.Setting;
import io.proffer.agent.runtime.usage.KernelFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;

/**
 * Control groups of the first version, a hierarchy for each controller.
 *
 * @param bases the directory below which the groups of a controller are made, for those controllers
 *     that the agent may use; two may share one
 * @param kill ends a process
 */
record CgroupsV1(Map<String, Path> bases, IsolationOptions isolation, LongConsumer kill)
    implements Cgroups {

  /** Those that are used, the one that sees all processes of a container first. */
  static final List<String> CONTROLLERS = List.of("pids", "memory", "cpu", "cpuacct");

  private static final Long UNLIMITED = -1L;
  private static final String SWAP_LIMIT = "memory.memsw.limit_in_bytes";

  CgroupsV1 {
    bases = Map.copyOf(bases);
  }

  private Optional<Path> group(String controller, String name) {
    return Optional.ofNullable(bases.get(controller)).map(b -> CgroupFiles.group(b, name));
  }

  /** All groups of a container, each once. */
  private List<Path> groups(String name) {
    return CONTROLLERS.stream().flatMap(c -> group(c, name).stream()).distinct().toList();
  }

  @Override
  public String describe() {
    return CONTROLLERS.stream().filter(bases::containsKey).collect(Collectors.joining(", "))
        + " through cgroups v1";
  }

  @Override
  public List<Unenforced> unenforced() {
    List<Unenforced> missing = new ArrayList<>();
    Map<String, String> limits = Map.of("pids", "pids", "memory", "mem", "cpu", "cpus");
    for (String controller : CONTROLLERS) {
      if (limits.containsKey(controller) && !bases.containsKey(controller)) {
        missing.add(
            new Unenforced(
                "process/" + limits.get(controller),
                "the agent has no control group for " + controller));
      }
    }
    if (isolation.limitSwap() && Swap.exists() && !limitsSwap()) {
      missing.add(new Unenforced("process/swap", "the kernel does not account for swap"));
    }
    return missing;
  }

  private boolean limitsSwap() {
    return bases.containsKey("memory") && Files.exists(bases.get("memory").resolve(SWAP_LIMIT));
  }

  @Override
  public List<Path> create(String name, ResourceLimits limits) throws LaunchException {
    for (Path group : groups(name)) {
      CgroupFiles.makeDirectory(group);
    }
    for (Setting setting : settings(name, limits)) {
      setting.write();
    }
    return join(name);
  }

  @Override
  public void resize(String name, ResourceLimits limits) {
    Optional<Long> present =
        group("memory", name).flatMap(g -> KernelFile.number(g.resolve("memory.limit_in_bytes")));
    settings(name, limits.notBelow(present)).stream()
        .filter(s -> Files.exists(s.file()))
        .forEach(Setting::change);
  }

  private List<Setting> settings(String name, ResourceLimits limits) {
    List<Setting> settings = new ArrayList<>();
    if (isolation.pidsLimit() > 0) {
      group("pids", name)
          .ifPresent(
              g ->
                  settings.add(
                      new Setting(g.resolve("pids.max"), Integer.toString(isolation.pidsLimit()))));
    }
    group("memory", name).ifPresent(g -> settings.addAll(memory(g, limits)));
    group("cpu", name).ifPresent(g -> settings.addAll(cpu(g, limits)));
    return settings;
  }

  private List<Setting> memory(Path group, ResourceLimits limits) {
    List<Setting> settings = new ArrayList<>();
    String most = limits.maxMemoryBytes().orElse(UNLIMITED).toString();
    settings.add(
        new Setting(
            group.resolve("memory.soft_limit_in_bytes"),
            limits.memoryBytes().orElse(UNLIMITED).toString()));
    settings.add(new Setting(group.resolve("memory.limit_in_bytes"), most));
    if (isolation.limitSwap() && limitsSwap()) {
      // The limit of both may at no moment be below that of memory alone.
      Path both = group.resolve(SWAP_LIMIT);
      long now = KernelFile.number(both).orElse(Long.MAX_VALUE);
      boolean raised = limits.maxMemoryBytes().orElse(Long.MAX_VALUE) > now;
      settings.add(raised ? 0 : settings.size(), new Setting(both, most));
    }
    return settings;
  }

  private static List<Setting> cpu(Path group, ResourceLimits limits) {
    return List.of(
        new Setting(
            group.resolve("cpu.shares"), Long.toString(CpuLimits.shares(limits.weightedCpus()))),
        new Setting(group.resolve("cpu.cfs_period_us"), Integer.toString(CpuLimits.PERIOD_MICROS)),
        new Setting(
            group.resolve("cpu.cfs_quota_us"),
            limits.maxCpus().map(CpuLimits::quotaMicros).orElse(UNLIMITED).toString()));
  }

  @Override
  public List<Path> join(String name) {
    return groups(name).stream()
        .filter(Files::isDirectory)
        .map(g -> g.resolve("cgroup.procs"))
        .toList();
  }

  @Override
  public Optional<String> memoryTrouble(String name) {
    Optional<Path> group = group("memory", name);
    long kills =
        group
            .flatMap(
                g ->
                    Optional.ofNullable(
                        KernelFile.table(g.resolve("memory.oom_control")).get("oom_kill")))
            .orElse(0L);
    if (kills == 0) {
      return Optional.empty();
    }
    return Optional.of(
        MemoryTrouble.message(
            group.flatMap(g -> KernelFile.number(g.resolve("memory.limit_in_bytes"))),
            group.flatMap(g -> KernelFile.number(g.resolve("memory.max_usage_in_bytes"))),
            group.flatMap(g -> KernelFile.read(g.resolve("memory.stat")))));
  }

  @Override
  public void remove(String name) {
    group("pids", name).ifPresent(g -> CgroupFiles.forbidForks(g.resolve("pids.max")));
    groups(name).forEach(g -> CgroupFiles.killAndRemove(g, kill));
  }

  @Override
  public void retain(Set<String> names) {
    bases.values().stream()
        .distinct()
        .flatMap(b -> CgroupFiles.children(b).stream())
        .distinct()
        .filter(n -> !names.contains(n))
        .forEach(this::remove);
  }

  @Override
  public void close() {
    bases.values().forEach(CgroupFiles::removeIfEmpty);
  }
}

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

/**
 * Control groups of the second version, one hierarchy for all controllers.
 *
 * @param base the directory below which groups are made
 * @param controllers those of {@link #CONTROLLERS} that are enabled in it
 * @param kill ends a process
 */
record CgroupsV2(Path base, Set<String> controllers, IsolationOptions isolation, LongConsumer kill)
    implements Cgroups {

  /** Those that are used. */
  static final List<String> CONTROLLERS = List.of("cpu", "memory", "pids");

  private static final Map<String, String> RESOURCES =
      Map.of("cpu", "cpus", "memory", "mem", "pids", "pids");

  CgroupsV2 {
    controllers = Set.copyOf(controllers);
  }

  private Path group(String name) {
    return CgroupFiles.group(base, name);
  }

  @Override
  public String describe() {
    return String.join(", ", CONTROLLERS.stream().filter(controllers::contains).toList())
        + " through cgroups v2";
  }

  @Override
  public List<Unenforced> unenforced() {
    List<Unenforced> missing = new ArrayList<>();
    for (String controller : CONTROLLERS) {
      if (!controllers.contains(controller)) {
        missing.add(
            new Unenforced(
                "process/" + RESOURCES.get(controller),
                "the controller " + controller + " is not enabled at " + base));
      }
    }
    return missing;
  }

  @Override
  public List<Path> create(String name, ResourceLimits limits) throws LaunchException {
    Path group = base.resolve(name);
    CgroupFiles.makeDirectory(group);
    for (Setting setting : settings(group, limits)) {
      setting.write();
    }
    return join(name);
  }

  @Override
  public void resize(String name, ResourceLimits limits) {
    Path group = group(name);
    if (Files.isDirectory(group)) {
      Optional<Long> present = KernelFile.number(group.resolve("memory.max"));
      settings(group, limits.notBelow(present)).forEach(Setting::change);
    }
  }

  private List<Setting> settings(Path group, ResourceLimits limits) {
    List<Setting> settings = new ArrayList<>();
    if (controllers.contains("pids") && isolation.pidsLimit() > 0) {
      settings.add(new Setting(group.resolve("pids.max"), Integer.toString(isolation.pidsLimit())));
    }
    if (controllers.contains("cpu")) {
      String quota =
          limits.maxCpus().map(c -> Long.toString(CpuLimits.quotaMicros(c))).orElse("max");
      settings.add(
          new Setting(
              group.resolve("cpu.weight"), Long.toString(CpuLimits.weight(limits.weightedCpus()))));
      settings.add(new Setting(group.resolve("cpu.max"), quota + " " + CpuLimits.PERIOD_MICROS));
    }
    if (controllers.contains("memory")) {
      settings.addAll(memory(group, limits));
    }
    return settings;
  }

  private List<Setting> memory(Path group, ResourceLimits limits) {
    List<Setting> settings = new ArrayList<>();
    settings.add(
        new Setting(
            group.resolve("memory.low"), limits.memoryBytes().map(Object::toString).orElse("0")));
    settings.add(
        new Setting(
            group.resolve("memory.max"),
            limits.maxMemoryBytes().map(Object::toString).orElse("max")));
    // Who outgrows its memory ends as a whole. Kernels of some years ago, and those without swap,
    // have not all files.
    Path whole = group.resolve("memory.oom.group");
    if (Files.exists(whole)) {
      settings.add(new Setting(whole, "1"));
    }
    Path swap = group.resolve("memory.swap.max");
    if (isolation.limitSwap() && Files.exists(swap)) {
      settings.add(new Setting(swap, limits.maxMemoryBytes().isPresent() ? "0" : "max"));
    }
    return settings;
  }

  @Override
  public List<Path> join(String name) {
    Path group = group(name);
    return Files.isDirectory(group) ? List.of(group.resolve("cgroup.procs")) : List.of();
  }

  @Override
  public Optional<String> memoryTrouble(String name) {
    Path group = group(name);
    if (Optional.ofNullable(KernelFile.table(group.resolve("memory.events")).get("oom_kill"))
            .orElse(0L)
        == 0) {
      return Optional.empty();
    }
    return Optional.of(
        MemoryTrouble.message(
            KernelFile.number(group.resolve("memory.max")),
            KernelFile.number(group.resolve("memory.peak")),
            KernelFile.read(group.resolve("memory.stat"))));
  }

  @Override
  public void remove(String name) {
    Path group = group(name);
    CgroupFiles.forbidForks(group.resolve("pids.max"));
    CgroupFiles.killAndRemove(group, kill);
  }

  @Override
  public void retain(Set<String> names) {
    CgroupFiles.children(base).stream().filter(n -> !names.contains(n)).forEach(this::remove);
  }

  @Override
  public void close() {
    CgroupFiles.removeIfEmpty(base);
  }
}

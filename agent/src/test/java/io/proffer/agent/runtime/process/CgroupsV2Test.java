package io.proffer.agent.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.proffer.agent.container.Unenforced;
import io.proffer.agent.runtime.IsolationOptions;
import io.proffer.agent.runtime.LaunchException;
import io.proffer.agent.runtime.ResourceLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written into the files of a hierarchy of the second version. */
class CgroupsV2Test {

  private static final ResourceLimits LIMITS =
      new ResourceLimits(
          2, false, Optional.of(0.5), Optional.of(32L << 20), Optional.of(64L << 20));

  @TempDir Path base;

  private CgroupsV2 cgroups;

  @BeforeEach
  void aGroupAsTheKernelMakesIt() throws IOException {
    cgroups =
        new CgroupsV2(
            base.resolve("agent"),
            Set.of("cpu", "memory", "pids"),
            IsolationOptions.defaults(),
            pid -> {});
    Path group = Files.createDirectories(base.resolve("agent/c"));
    Files.createFile(group.resolve("memory.swap.max"));
    Files.createFile(group.resolve("memory.oom.group"));
  }

  private String said(String file) throws IOException {
    return Files.readString(base.resolve("agent/c").resolve(file));
  }

  @Test
  void allLimitsAreSet() throws IOException, LaunchException {
    assertThat(cgroups.create("c", LIMITS)).containsExactly(base.resolve("agent/c/cgroup.procs"));

    assertThat(said("cpu.weight")).isEqualTo("79");
    assertThat(said("cpu.max")).isEqualTo("50000 100000");
    assertThat(said("memory.low")).isEqualTo("33554432");
    assertThat(said("memory.max")).isEqualTo("67108864");
    assertThat(said("memory.swap.max")).isEqualTo("0");
    assertThat(said("memory.oom.group")).isEqualTo("1");
    assertThat(said("pids.max")).isEqualTo("4096");
  }

  @Test
  void aLimitCanBeTakenAway() throws IOException, LaunchException {
    cgroups.create("c", LIMITS);

    cgroups.resize(
        "c", new ResourceLimits(1, false, Optional.empty(), Optional.empty(), Optional.empty()));

    assertThat(said("cpu.max")).isEqualTo("max 100000");
    assertThat(said("memory.max")).isEqualTo("max");
    assertThat(said("memory.swap.max")).isEqualTo("max");
  }

  @Test
  void cpusThatAreRevocableWeighNextToNothing() throws IOException, LaunchException {
    cgroups.create("c", LIMITS);

    cgroups.resize(
        "c", new ResourceLimits(2, true, Optional.empty(), Optional.empty(), Optional.empty()));

    assertThat(said("cpu.weight")).isEqualTo("1");
  }

  @Test
  void aKillForMemoryIsToldInMesosWords() throws IOException {
    Path group = base.resolve("agent/c");
    assertThat(cgroups.memoryTrouble("c")).isEmpty();
    Files.writeString(group.resolve("memory.events"), "oom 1\noom_kill 1\n");
    Files.writeString(group.resolve("memory.max"), "33554432\n");
    Files.writeString(group.resolve("memory.peak"), "33554432\n");
    Files.writeString(group.resolve("memory.stat"), "anon 7\n");

    assertThat(cgroups.memoryTrouble("c").orElseThrow().lines())
        .containsExactly(
            "Memory limit exceeded: Requested: 32MB Maximum Used: 32MB",
            "",
            "MEMORY STATISTICS: ",
            "anon 7");
  }

  @Test
  void aGroupOfAnEarlierVersionOfTheAgentIsStillFound() throws IOException {
    Files.createDirectories(base.resolve("old"));

    assertThat(cgroups.join("old")).containsExactly(base.resolve("old/cgroup.procs"));
    assertThat(cgroups.join("nobody")).isEmpty();
  }

  @Test
  void aControllerThatIsNotThereIsNamed() {
    assertThat(
            new CgroupsV2(base, Set.of("cpu"), IsolationOptions.defaults(), pid -> {}).unenforced())
        .extracting(Unenforced::what)
        .containsExactly("process/mem", "process/pids");
  }
}

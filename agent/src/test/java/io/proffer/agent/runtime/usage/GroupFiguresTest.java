package io.proffer.agent.runtime.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import io.proffer.agent.runtime.Usage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.mesos.v1.Protos.ResourceStatistics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The kernel's files of both versions, under Mesos' names. */
class GroupFiguresTest {

  @TempDir Path group;

  private void file(String name, String... lines) throws IOException {
    Files.writeString(group.resolve(name), String.join("\n", lines) + "\n");
  }

  @Test
  void theFirstVersionIsReadAsMesosReadsIt() throws IOException {
    file("cpuacct.stat", "user 1234", "system 250");
    file("cpu.stat", "nr_periods 100", "nr_throttled 7", "throttled_time 1500000000");
    file("memory.usage_in_bytes", "5000");
    file("memory.memsw.usage_in_bytes", "6000");
    file("memory.limit_in_bytes", "33554432");
    file("memory.soft_limit_in_bytes", "9223372036854771712");
    file("memory.stat", "rss 1", "total_rss 3000", "total_cache 2000", "total_mapped_file 500");
    file("memory.oom_control", "oom_kill_disable 0", "under_oom 0", "oom_kill 2");
    file("pids.current", "9");
    file("cgroup.procs", "1", "2", "3");

    Usage usage =
        new GroupFigures(Map.of("cpu", group, "cpuacct", group, "memory", group, "pids", group))
            .read()
            .orElseThrow();

    ResourceStatistics s = usage.statistics();
    assertThat(s.getCpusUserTimeSecs()).isEqualTo(12.34, offset(1e-9));
    assertThat(s.getCpusSystemTimeSecs()).isEqualTo(2.5, offset(1e-9));
    assertThat(s.getCpusNrPeriods()).isEqualTo(100);
    assertThat(s.getCpusNrThrottled()).isEqualTo(7);
    assertThat(s.getCpusThrottledTimeSecs()).isEqualTo(1.5, offset(1e-9));
    assertThat(s.getMemTotalBytes()).isEqualTo(5000);
    assertThat(s.getMemTotalMemswBytes()).isEqualTo(6000);
    assertThat(s.getMemRssBytes()).isEqualTo(3000);
    assertThat(s.getMemCacheBytes()).isEqualTo(2000);
    assertThat(s.getMemMappedFileBytes()).isEqualTo(500);
    assertThat(s.getMemLimitBytes()).isEqualTo(32 << 20);
    assertThat(s.hasMemSoftLimitBytes()).as("that it has none").isFalse();
    assertThat(s.getProcesses()).isEqualTo(3);
    assertThat(s.getThreads()).isEqualTo(9);
    assertThat(usage.oomKills()).isEqualTo(2);
  }

  @Test
  void theSecondVersionGivesTheSame() throws IOException {
    file(
        "cpu.stat",
        "usage_usec 14840000",
        "user_usec 12340000",
        "system_usec 2500000",
        "nr_periods 100",
        "nr_throttled 7",
        "throttled_usec 1500000");
    file("memory.current", "5000");
    file("memory.max", "33554432");
    file("memory.low", "0");
    file("memory.swap.current", "1000");
    file("memory.stat", "anon 3000", "file 2000", "file_mapped 500", "sock 0");
    file("memory.events", "low 0", "oom 3", "oom_kill 2");
    file("pids.current", "9");
    file("cgroup.procs", "1", "2", "3");

    Usage usage = new GroupFigures(Map.of(CgroupMounts.UNIFIED, group)).read().orElseThrow();

    ResourceStatistics s = usage.statistics();
    assertThat(s.getCpusUserTimeSecs()).isEqualTo(12.34, offset(1e-9));
    assertThat(s.getCpusThrottledTimeSecs()).isEqualTo(1.5, offset(1e-9));
    assertThat(s.getMemTotalMemswBytes()).isEqualTo(6000);
    assertThat(s.getMemRssBytes()).isEqualTo(3000);
    assertThat(s.getMemLimitBytes()).isEqualTo(32 << 20);
    assertThat(s.hasMemSoftLimitBytes()).isFalse();
    assertThat(s.getProcesses()).isEqualTo(3);
    assertThat(s.getThreads()).isEqualTo(9);
    assertThat(usage.oomKills()).isEqualTo(2);
  }

  @Test
  void aProcessInNobodysGroupHasNoFigures() {
    long self = ProcessHandle.current().pid();

    assertThat(GroupFigures.of(CgroupMounts.read(), self, "no-such-container").read()).isEmpty();
  }

  @Test
  void aGroupIsFoundThroughTheMountThatShowsPartOfItsHierarchy() {
    CgroupMounts mounts =
        CgroupMounts.parse(
            """
            30 23 0:26 / /sys/fs/cgroup/cpu,cpuacct rw - cgroup cgroup rw,cpu,cpuacct
            31 23 0:27 /docker/abc /sys/fs/cgroup/memory rw shared:9 - cgroup cgroup rw,memory
            32 23 0:28 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw
            """);

    assertThat(mounts.directory("cpuacct", "/proffer/x"))
        .contains(Path.of("/sys/fs/cgroup/cpu,cpuacct/proffer/x"));
    assertThat(mounts.directory("memory", "/docker/abc/proffer/x"))
        .contains(Path.of("/sys/fs/cgroup/memory/proffer/x"));
    assertThat(mounts.point(CgroupMounts.UNIFIED)).contains(Path.of("/sys/fs/cgroup/unified"));
    assertThat(mounts.directory("pids", "/x")).isEmpty();
  }

  @Test
  void networkDevicesAreAddedUpWithoutTheLoopback() {
    ResourceStatistics.Builder into = ResourceStatistics.newBuilder().setTimestamp(0);

    NetworkFigures.add(
        """
        Inter-|   Receive                                                |  Transmit
         face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
            lo: 999 9 0 0 0 0 0 0 999 9 0 0 0 0 0 0
          eth0:100 1 2 3 0 0 0 0 200 4 5 6 0 0 0 0
          eth1: 10 1 0 0 0 0 0 0 20 1 0 0 0 0 0 0
        """,
        into);

    assertThat(into.getNetRxBytes()).isEqualTo(110);
    assertThat(into.getNetRxPackets()).isEqualTo(2);
    assertThat(into.getNetRxErrors()).isEqualTo(2);
    assertThat(into.getNetRxDropped()).isEqualTo(3);
    assertThat(into.getNetTxBytes()).isEqualTo(220);
    assertThat(into.getNetTxPackets()).isEqualTo(5);
  }

  @Test
  void whereThereAreNoGroupsASessionIsAddedUp() {
    long self = ProcessHandle.current().pid();
    SessionFigures figures = SessionFigures.read();
    String stat = KernelFile.read(Path.of("/proc/self/stat")).orElseThrow();
    long session = Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[3]);

    assertThat(figures.of(session))
        .as("the session of " + self)
        .hasValueSatisfying(
            u -> {
              assertThat(u.statistics().getMemRssBytes()).isGreaterThan(1 << 20);
              assertThat(u.statistics().getThreads()).isPositive();
            });
    assertThat(figures.of(-7)).isEmpty();
  }
}

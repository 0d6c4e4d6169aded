package io.proffer.agent.runtime.process;

import io.proffer.agent.sandbox.IoTrouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/** Finds out which control groups this agent may use, by trying. */
final class CgroupDetection {

  private static final String OURS = "proffer";

  private final List<String> mounts;
  private final List<String> memberships;

  private CgroupDetection(List<String> mounts, List<String> memberships) {
    this.mounts = mounts;
    this.memberships = memberships;
  }

  static Cgroups detect(LongConsumer kill) {
    try {
      CgroupDetection detection =
          new CgroupDetection(
              Files.readAllLines(Path.of("/proc/self/mountinfo")),
              Files.readAllLines(Path.of("/proc/self/cgroup")));
      return detection.find(kill);
    } catch (IOException e) {
      return new NoCgroups("this machine has no control groups");
    }
  }

  private Cgroups find(LongConsumer kill) {
    Optional<Path> v2 = v2Mount();
    if (v2.isPresent()) {
      return v2(v2.get(), kill);
    }
    Optional<Path> cpu = v1Base("cpu");
    Optional<Path> memory = v1Base("memory");
    if (cpu.isEmpty() && memory.isEmpty()) {
      return new NoCgroups("the agent may not make control groups (it runs as " + user() + ")");
    }
    return new CgroupsV1(cpu, v1Base("cpuacct"), memory, kill);
  }

  /** The unified hierarchy, if it is the one that has the controllers. */
  private Optional<Path> v2Mount() {
    return mounts()
        .filter(m -> m.type().equals("cgroup2"))
        .map(Mount::point)
        .filter(
            p -> {
              List<String> controllers =
                  CgroupFiles.read(p.resolve("cgroup.controllers")).stream()
                      .flatMap(c -> Arrays.stream(c.split(" ")))
                      .toList();
              return controllers.contains("cpu") && controllers.contains("memory");
            })
        .findFirst();
  }

  private static Cgroups v2(Path mount, LongConsumer kill) {
    Path base = mount.resolve(OURS);
    try {
      enable(mount);
      Files.createDirectories(base);
      enable(base);
      return new CgroupsV2(base, kill);
    } catch (IOException e) {
      return new NoCgroups("cgroups v2 are there, but " + IoTrouble.describe(e));
    }
  }

  private static void enable(Path group) throws IOException {
    Path control = group.resolve("cgroup.subtree_control");
    List<String> enabled = Arrays.asList(Files.readString(control).strip().split(" "));
    if (!enabled.contains("cpu") || !enabled.contains("memory")) {
      Files.writeString(control, "+cpu +memory");
    }
  }

  /** Below the agent's own group, so that a limit on the agent as a whole keeps its meaning. */
  private Optional<Path> v1Base(String controller) {
    Optional<Mount> mount =
        mounts()
            .filter(m -> m.type().equals("cgroup") && m.options().contains(controller))
            .findFirst();
    Optional<String> own =
        memberships.stream()
            .map(l -> l.split(":", 3))
            .filter(f -> f.length == 3 && Arrays.asList(f[1].split(",")).contains(controller))
            .map(f -> f[2])
            .findFirst();
    if (mount.isEmpty() || own.isEmpty()) {
      return Optional.empty();
    }
    String below = own.get().startsWith(mount.get().root()) ? own.get() : "/";
    String relative = below.substring(Math.min(below.length(), mount.get().root().length()));
    Path base = Path.of(mount.get().point() + "/" + relative).normalize().resolve(OURS);
    try {
      Files.createDirectories(base);
      return Files.isWritable(base) ? Optional.of(base) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** A line of mountinfo: {@code 31 23 0:27 /root /point opts - type source options}. */
  private record Mount(String root, Path point, String type, List<String> options) {}

  private Stream<Mount> mounts() {
    return mounts.stream().flatMap(l -> mount(l).stream());
  }

  private static Optional<Mount> mount(String line) {
    String[] halves = line.split(" - ", 2);
    if (halves.length != 2) {
      return Optional.empty();
    }
    String[] left = halves[0].split(" ", -1);
    String[] right = halves[1].split(" ", -1);
    if (left.length < 5 || right.length < 3) {
      return Optional.empty();
    }
    return Optional.of(
        new Mount(
            left[3].equals("/") ? "" : left[3],
            Path.of(left[4]),
            right[0],
            Arrays.asList(right[2].split(","))));
  }

  private static String user() {
    return System.getProperty("user.name", "an unknown user");
  }
}

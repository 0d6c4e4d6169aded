package io.proffer.agent.runtime.usage;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where this machine's control groups are in the file system. */
public final class CgroupMounts {

  private static final Path MOUNTS = Path.of("/proc/self/mountinfo");

  /** The key of the hierarchy that has all controllers, of the second version. */
  public static final String UNIFIED = "";

  /**
   * @param root which group of the hierarchy is seen at the point
   */
  private record Mount(String root, Path point) {}

  private final Map<String, Mount> mounts;

  private CgroupMounts(Map<String, Mount> mounts) {
    this.mounts = mounts;
  }

  /** Those of now. */
  public static CgroupMounts read() {
    return parse(KernelFile.read(MOUNTS).orElse(""));
  }

  /** A line of mountinfo is {@code 31 23 0:27 /root /point opts - type source options}. */
  static CgroupMounts parse(String mountinfo) {
    Map<String, Mount> mounts = new LinkedHashMap<>();
    for (String line : mountinfo.split("\n", -1)) {
      String[] halves = line.split(" - ", 2);
      String[] left = halves[0].split(" ", -1);
      String[] right = halves.length == 2 ? halves[1].split(" ", -1) : new String[0];
      if (left.length < 5 || right.length < 3) {
        continue;
      }
      Mount mount = new Mount(left[3].equals("/") ? "" : left[3], Path.of(left[4]));
      if (right[0].equals("cgroup2")) {
        mounts.putIfAbsent(UNIFIED, mount);
      } else if (right[0].equals("cgroup")) {
        Arrays.stream(right[2].split(",")).forEach(c -> mounts.putIfAbsent(c, mount));
      }
    }
    return new CgroupMounts(mounts);
  }

  /** Where a hierarchy is mounted. */
  public Optional<Path> point(String controller) {
    return Optional.ofNullable(mounts.get(controller)).map(Mount::point);
  }

  /** The directory of a group, named as {@code /proc/<pid>/cgroup} names it. */
  public Optional<Path> directory(String controller, String group) {
    Mount mount = mounts.get(controller);
    if (mount == null) {
      return Optional.empty();
    }
    String below = group.startsWith(mount.root()) ? group.substring(mount.root().length()) : "/";
    return Optional.of(Path.of(mount.point() + "/" + below).normalize());
  }

  /** The groups that a process is in, by controller, as it names them. */
  public static Map<String, String> groupsOf(String pid) {
    Map<String, String> groups = new LinkedHashMap<>();
    List<String> lines =
        KernelFile.read(Path.of("/proc", pid, "cgroup")).stream().flatMap(String::lines).toList();
    for (String line : lines) {
      String[] fields = line.split(":", 3);
      if (fields.length == 3) {
        Arrays.stream(fields[1].split(",")).forEach(c -> groups.put(c, fields[2]));
      }
    }
    return groups;
  }
}

package io.proffer.agent.runtime.process;

import io.proffer.agent.runtime.IsolationOptions;
import io.proffer.agent.runtime.usage.CgroupMounts;
import io.proffer.agent.runtime.usage.KernelFile;
import io.proffer.agent.sandbox.IoTrouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;

/** Finds out which control groups this agent may use, by trying. */
final class CgroupDetection {

  private static final String OURS = "proffer";

  private final CgroupMounts mounts = CgroupMounts.read();
  private final Map<String, String> own = CgroupMounts.groupsOf("self");
  private final String agent;

  private CgroupDetection(String agent) {
    this.agent = agent;
  }

  /**
   * @param agent a name of the agent that is the same after a restart, and no other agent's
   * @param kill ends a process
   */
  static Cgroups detect(String agent, IsolationOptions isolation, LongConsumer kill) {
    return new CgroupDetection(agent).find(isolation, kill);
  }

  private Cgroups find(IsolationOptions isolation, LongConsumer kill) {
    Optional<Path> v2 = v2Mount();
    if (v2.isPresent()) {
      return v2(v2.get(), isolation, kill);
    }
    Map<String, Path> bases = new LinkedHashMap<>();
    for (String controller : CgroupsV1.CONTROLLERS) {
      v1Base(controller).ifPresent(base -> bases.put(controller, base));
    }
    if (bases.isEmpty()) {
      return new NoCgroups("the agent may not make control groups (it runs as " + user() + ")");
    }
    return new CgroupsV1(bases, isolation, kill);
  }

  /** The unified hierarchy, if it is the one that has the controllers. */
  private Optional<Path> v2Mount() {
    return mounts
        .point(CgroupMounts.UNIFIED)
        .filter(
            point -> {
              List<String> controllers = words(point.resolve("cgroup.controllers"));
              return controllers.contains("cpu") || controllers.contains("memory");
            });
  }

  private Cgroups v2(Path mount, IsolationOptions isolation, LongConsumer kill) {
    Path ours = mount.resolve(OURS);
    Path base = ours.resolve(agent);
    try {
      enable(mount);
      Files.createDirectories(base);
      enable(ours);
      return new CgroupsV2(base, enable(base), isolation, kill);
    } catch (IOException e) {
      return new NoCgroups("cgroups v2 are there, but " + IoTrouble.describe(e));
    }
  }

  /** Lets the groups below a group have its controllers; gives those they have. */
  private static Set<String> enable(Path group) throws IOException {
    Path control = group.resolve("cgroup.subtree_control");
    List<String> available = words(group.resolve("cgroup.controllers"));
    List<String> enabled = words(control);
    for (String controller : CgroupsV2.CONTROLLERS) {
      if (available.contains(controller) && !enabled.contains(controller)) {
        Files.writeString(control, "+" + controller);
      }
    }
    return Set.copyOf(words(control));
  }

  private static List<String> words(Path file) {
    return Arrays.asList(KernelFile.read(file).orElse("").split("\\s+"));
  }

  /** Below the agent's own group, so that a limit on the agent as a whole keeps its meaning. */
  private Optional<Path> v1Base(String controller) {
    Optional<Path> base =
        Optional.ofNullable(own.get(controller))
            .flatMap(group -> mounts.directory(controller, group))
            .map(directory -> directory.resolve(OURS).resolve(agent));
    try {
      if (base.isPresent()) {
        Files.createDirectories(base.get());
      }
      return base.filter(Files::isWritable);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static String user() {
    return System.getProperty("user.name", "an unknown user");
  }
}

package io.proffer.agent.runtime.docker;

import com.github.dockerjava.api.model.Info;
import io.proffer.agent.container.Unenforced;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the kernel of an engine lacks of what keeps containers apart. */
final class DockerHost {

  private DockerHost() {}

  /** Nothing for an engine that does not answer: what it lacks it says when it runs a task. */
  static List<Unenforced> unenforced(Engine engine) {
    try {
      return unenforced(engine.info());
    } catch (RuntimeException e) {
      return List.of();
    }
  }

  static List<Unenforced> unenforced(Info info) {
    List<Unenforced> all = new ArrayList<>();
    lacks(all, info.getCpuShares(), "cpus", "its kernel has no cpu shares");
    lacks(all, info.getCpuCfsQuota(), "cpu_limit", "its kernel has no CFS quotas");
    lacks(all, info.getMemoryLimit(), "mem", "its kernel has no memory control group");
    lacks(all, info.getSwapLimit(), "swap", "its kernel does not account swap");
    if (Boolean.FALSE.equals(info.getRawValues().get("PidsLimit"))) {
      lacks(all, false, "pids", "its kernel has no pids control group");
    }
    return all;
  }

  /** What an engine does not tell of, it has. */
  private static void lacks(List<Unenforced> all, @Nullable Boolean has, String what, String why) {
    if (Boolean.FALSE.equals(has)) {
      all.add(new Unenforced("docker/" + what, "the Docker engine says that " + why));
    }
  }
}

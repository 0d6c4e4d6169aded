package io.proffer.agent.runtime.process;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Processes of tasks that the agent does not know, or knows to have ended: its checkpoint was
 * damaged, or a task left something running behind its own end. They are known by the sandbox in
 * their environment, which is below the work directory of this agent and of no other.
 */
final class Strays {

  private static final Logger LOG = LoggerFactory.getLogger(Strays.class);
  private static final String SANDBOX = "MESOS_SANDBOX=";

  /** What is killed may be forking. */
  private static final int ROUNDS = 10;

  private final Path sandboxes;
  private final Cgroups cgroups;
  private final LongConsumer kill;

  /**
   * @param sandboxes the directory below which all sandboxes of the agent are
   * @param kill ends a process
   */
  Strays(Path sandboxes, Cgroups cgroups, LongConsumer kill) {
    this.sandboxes = sandboxes;
    this.cgroups = cgroups;
    this.kill = kill;
  }

  /**
   * Ends all that run in other sandboxes than these, or below them.
   *
   * @return how many processes that were
   */
  int endAllBut(Set<Path> known) {
    Set<Long> ended = new TreeSet<>();
    Set<Path> left = new TreeSet<>();
    for (int round = 0; round < ROUNDS; round++) {
      Map<Long, Path> strays = find(known);
      if (strays.isEmpty()) {
        break;
      }
      ended.addAll(strays.keySet());
      left.addAll(strays.values());
      strays.keySet().forEach(kill::accept);
    }
    left.forEach(sandbox -> cgroups.remove(String.valueOf(sandbox.getFileName())));
    if (!ended.isEmpty()) {
      LOG.warn(
          "Ended {} processes of tasks that the checkpoint does not know to run, in {}",
          ended.size(),
          left);
    }
    return ended.size();
  }

  private Map<Long, Path> find(Set<Path> known) {
    Map<Long, Path> strays = new LinkedHashMap<>();
    ProcFs.findByEnvironment(SANDBOX + sandboxes + "/")
        .forEach(
            (pid, entry) -> {
              Path sandbox = Path.of(entry.substring(SANDBOX.length()));
              if (known.stream().noneMatch(sandbox::startsWith)) {
                strays.put(pid, sandbox);
              }
            });
    return strays;
  }
}

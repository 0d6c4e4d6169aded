package io.proffer.batch.kernel;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How many tasks of which runs may run on which agents.
 *
 * @param <K> names a run
 */
final class AgentTasks<K> {

  private final Map<String, Map<K, Integer>> byAgent = new HashMap<>();

  /** A run had this attempt, and has that one. */
  void changed(K run, Optional<Attempt> before, Optional<Attempt> now) {
    Optional<String> from = before.map(Attempt::agentId);
    Optional<String> to = now.map(Attempt::agentId);
    if (!from.equals(to)) {
      from.ifPresent(agent -> add(agent, run, -1));
      to.ifPresent(agent -> add(agent, run, 1));
    }
  }

  void add(String agent, K run, int tasks) {
    Map<K, Integer> there = byAgent.computeIfAbsent(agent, a -> new LinkedHashMap<>());
    if (there.merge(run, tasks, (a, b) -> a + b == 0 ? null : a + b) == null && there.isEmpty()) {
      byAgent.remove(agent);
    }
  }

  boolean isEmpty(String agent) {
    return !byAgent.containsKey(agent);
  }

  /** The runs that have tasks on an agent, and how many. */
  Map<K, Integer> on(String agent) {
    return Collections.unmodifiableMap(byAgent.getOrDefault(agent, Map.of()));
  }
}

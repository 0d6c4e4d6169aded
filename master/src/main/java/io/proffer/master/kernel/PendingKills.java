package io.proffer.master.kernel;

import io.proffer.core.model.AgentId;
import io.proffer.core.model.TaskKey;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.mesos.v1.Protos.KillPolicy;

/**
 * Kills that agents were told of, or will be when they are back: a link that breaks loses what is
 * on it. Kept until the task ends.
 */
final class PendingKills {
  private final Map<AgentId, Map<TaskKey, Optional<KillPolicy>>> byAgent = new HashMap<>();

  void add(AgentId agent, TaskKey task, Optional<KillPolicy> policy) {
    byAgent.computeIfAbsent(agent, id -> new LinkedHashMap<>()).put(task, policy);
  }

  Map<TaskKey, Optional<KillPolicy>> on(AgentId agent) {
    return byAgent.getOrDefault(agent, Map.of());
  }

  void ended(AgentId agent, TaskKey task) {
    Map<TaskKey, Optional<KillPolicy>> kills = byAgent.get(agent);
    if (kills != null && kills.remove(task) != null && kills.isEmpty()) {
      byAgent.remove(agent);
    }
  }

  void forget(AgentId agent) {
    byAgent.remove(agent);
  }
}

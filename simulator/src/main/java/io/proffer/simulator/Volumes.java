package io.proffer.simulator;

import io.proffer.core.model.AgentId;
import io.proffer.master.state.Agent;
import io.proffer.master.state.MasterState;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The volumes of which a framework was told that they are there. Such a volume stays until somebody
 * asks for its end, whatever happens to agents and masters.
 */
final class Volumes {
  private final Map<String, AgentId> made = new LinkedHashMap<>();
  private final Set<String> unwanted = new HashSet<>();

  void made(String volume, AgentId agent) {
    made.put(volume, agent);
  }

  /** Somebody has asked for its end; others may hear only later that it was ever there. */
  void unwanted(String volume) {
    unwanted.add(volume);
  }

  /** One that is wanted, and that its agent does not have. */
  Optional<Violation> missing(MasterState master) {
    for (Map.Entry<String, AgentId> volume : made.entrySet()) {
      Optional<Agent> agent = master.agent(volume.getValue()).filter(Agent::connected);
      if (!unwanted.contains(volume.getKey())
          && agent.isPresent()
          && !isAmong(agent.get(), volume.getKey())) {
        return Optional.of(
            new Violation(
                Invariant.VOLUMES_STAY,
                "volume "
                    + volume.getKey()
                    + " is not on "
                    + volume.getValue()
                    + ", which has "
                    + agent.get().total()));
      }
    }
    return Optional.empty();
  }

  private static boolean isAmong(Agent agent, String volume) {
    return agent.total().persistentVolumes().toProtos().stream()
        .anyMatch(disk -> disk.getDisk().getPersistence().getId().equals(volume));
  }
}

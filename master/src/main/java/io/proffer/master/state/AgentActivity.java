package io.proffer.master.state;

import io.proffer.core.model.AgentId;
import io.proffer.master.state.MasterEvent.AgentDeactivated;
import io.proffer.master.state.MasterEvent.AgentDrainBegun;
import io.proffer.master.state.MasterEvent.AgentDrained;
import io.proffer.master.state.MasterEvent.AgentReactivated;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** What operators want of agents, connected, disconnected or unreachable. */
final class AgentActivity {
  private final Map<AgentId, Deactivation> deactivated = new LinkedHashMap<>();
  private final Set<AgentId> draining = new LinkedHashSet<>();

  Map<AgentId, Deactivation> deactivated() {
    return Collections.unmodifiableMap(deactivated);
  }

  Set<AgentId> draining() {
    return Collections.unmodifiableSet(draining);
  }

  void recover(Map<AgentId, Deactivation> known) {
    deactivated.putAll(known);
    known.forEach(
        (agent, how) -> {
          if (how.isDraining()) {
            draining.add(agent);
          }
        });
  }

  void apply(MasterEvent.OfActivity event) {
    switch (event) {
      case AgentDeactivated e -> deactivated.putIfAbsent(e.agent(), Deactivation.WITHOUT_DRAIN);
      case AgentDrainBegun e -> {
        deactivated.put(e.agent(), Deactivation.draining(e.config(), e.at()));
        draining.add(e.agent());
      }
      case AgentDrained e -> {
        deactivated.computeIfPresent(e.agent(), (id, how) -> how.drained());
        draining.remove(e.agent());
      }
      case AgentReactivated e -> forget(e.agent());
    }
  }

  void forget(AgentId agent) {
    deactivated.remove(agent);
    draining.remove(agent);
  }
}

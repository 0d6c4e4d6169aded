package io.proffer.master.http.dashboard;

import io.proffer.core.model.AgentId;
import io.proffer.core.model.Resources;
import io.proffer.master.actor.MasterSnapshot;
import io.proffer.master.state.Agent;
import io.proffer.master.state.Deactivation;
import io.proffer.master.state.Executor;
import io.proffer.master.state.MasterState;
import io.proffer.master.state.Offer;
import io.proffer.master.state.Task;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An agent as the dashboard shows it.
 *
 * @param agent empty while it is unreachable: the master has forgotten what it was then
 * @param deactivation empty while it is in service
 * @param unreachableSince empty while it is not
 */
record AgentRow(
    AgentId id,
    Optional<Agent> agent,
    Sums used,
    Sums offered,
    Optional<Deactivation> deactivation,
    Optional<Instant> unreachableSince) {

  private static final Sums NOTHING = new Sums();

  static List<AgentRow> all(MasterSnapshot snapshot) {
    Map<AgentId, Sums> used = used(snapshot);
    Map<AgentId, Sums> offered = new HashMap<>();
    for (Offer offer : snapshot.offers()) {
      add(offered, offer.agent(), offer.resources());
    }
    List<AgentRow> rows = new ArrayList<>(snapshot.agents().size());
    for (Agent agent : snapshot.agents()) {
      rows.add(
          new AgentRow(
              agent.id(),
              Optional.of(agent),
              used.getOrDefault(agent.id(), NOTHING),
              offered.getOrDefault(agent.id(), NOTHING),
              snapshot.deactivation(agent.id()),
              Optional.empty()));
    }
    for (Map.Entry<AgentId, Instant> gone : snapshot.unreachableAgents().entrySet()) {
      rows.add(unreachable(gone.getKey(), gone.getValue()));
    }
    return rows;
  }

  private static Map<AgentId, Sums> used(MasterSnapshot snapshot) {
    Map<AgentId, Sums> used = new HashMap<>();
    for (MasterSnapshot.FrameworkSnapshot framework : snapshot.frameworks()) {
      for (Task task : framework.tasks()) {
        if (!task.terminal()) {
          add(used, task.agent(), task.resources());
        }
      }
      for (Executor executor : framework.executors()) {
        add(used, executor.agent(), executor.resources());
      }
    }
    return used;
  }

  private static void add(Map<AgentId, Sums> sums, AgentId agent, Resources resources) {
    sums.computeIfAbsent(agent, id -> new Sums()).add(agent, resources, true);
  }

  /** The row of an agent; empty when it is part of the cluster no more. */
  static Optional<AgentRow> of(MasterState state, AgentId id) {
    Optional<Agent> agent = state.agent(id);
    if (agent.isPresent()) {
      return Optional.of(
          new AgentRow(
              id,
              agent,
              Sums.of(state.usedOn(id)),
              Sums.of(state.offeredOn(id)),
              state.deactivation(id),
              Optional.empty()));
    }
    return Optional.ofNullable(state.unreachableAgents().get(id)).map(at -> unreachable(id, at));
  }

  private static AgentRow unreachable(AgentId id, Instant since) {
    return new AgentRow(
        id, Optional.empty(), NOTHING, NOTHING, Optional.empty(), Optional.of(since));
  }
}

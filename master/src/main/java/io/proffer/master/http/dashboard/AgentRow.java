package io.proffer.master.http.dashboard;

import io.proffer.core.model.AgentId;
import io.proffer.core.model.Resources;
import io.proffer.master.actor.Allocations;
import io.proffer.master.actor.MasterSnapshot;
import io.proffer.master.state.Agent;
import io.proffer.master.state.Deactivation;
import io.proffer.master.state.MasterState;
import java.time.Instant;
import java.util.ArrayList;
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
    Resources used,
    Resources offered,
    Optional<Deactivation> deactivation,
    Optional<Instant> unreachableSince) {

  static List<AgentRow> all(MasterSnapshot snapshot) {
    Allocations allocations = Allocations.of(snapshot);
    List<AgentRow> rows = new ArrayList<>(snapshot.agents().size());
    for (Agent agent : snapshot.agents()) {
      Allocations.Share share = allocations.of(agent.id());
      rows.add(
          new AgentRow(
              agent.id(),
              Optional.of(agent),
              share.totalUsed(),
              share.totalOffered(),
              snapshot.deactivation(agent.id()),
              Optional.empty()));
    }
    for (Map.Entry<AgentId, Instant> gone : snapshot.unreachableAgents().entrySet()) {
      rows.add(unreachable(gone.getKey(), gone.getValue()));
    }
    return rows;
  }

  /** The row of an agent; empty when it is part of the cluster no more. */
  static Optional<AgentRow> of(MasterState state, AgentId id) {
    Optional<Agent> agent = state.agent(id);
    if (agent.isPresent()) {
      return Optional.of(
          new AgentRow(
              id,
              agent,
              state.usedOn(id),
              state.offeredOn(id),
              state.deactivation(id),
              Optional.empty()));
    }
    return Optional.ofNullable(state.unreachableAgents().get(id)).map(at -> unreachable(id, at));
  }

  private static AgentRow unreachable(AgentId id, Instant since) {
    return new AgentRow(
        id,
        Optional.empty(),
        Resources.empty(),
        Resources.empty(),
        Optional.empty(),
        Optional.of(since));
  }
}

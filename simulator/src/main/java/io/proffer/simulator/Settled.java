package io.proffer.simulator;

import io.proffer.agent.state.AgentState;
import io.proffer.core.model.AgentId;
import io.proffer.core.model.Resources;
import io.proffer.core.model.TaskKey;
import io.proffer.master.state.Agent;
import io.proffer.master.state.Framework;
import io.proffer.master.state.MasterState;
import io.proffer.sdk.testkit.node.AgentNode;
import io.proffer.sdk.testkit.node.FrameworkNode;
import io.proffer.sdk.testkit.node.VirtualCluster;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Liveness: once nothing breaks any more, all work gets done, nothing stays unknown, and nothing
 * stays allocated.
 */
final class Settled {
  private final VirtualCluster cluster;
  private final Map<String, Backlog> backlogs;
  private final Map<String, Reservations> reservations;
  private final Volumes volumes;
  private final Invariants invariants;

  Settled(
      VirtualCluster cluster,
      Map<String, Backlog> backlogs,
      Map<String, Reservations> reservations,
      Volumes volumes,
      Invariants invariants) {
    this.cluster = cluster;
    this.backlogs = backlogs;
    this.reservations = reservations;
    this.volumes = volumes;
    this.invariants = invariants;
  }

  /** What is not yet as it must become; empty when all is. */
  Optional<Violation> problem() {
    for (Map.Entry<String, Backlog> entry : backlogs.entrySet()) {
      Backlog backlog = entry.getValue();
      if (!backlog.allDone()) {
        return open(
            Invariant.WORK_GETS_DONE,
            entry.getKey()
                + " has work left "
                + backlog.works().stream().filter(w -> !w.done()).toList()
                + " and believes in "
                + backlog.attempts());
      }
      if (backlog.attempts().stream().anyMatch(a -> !a.outOfSight())) {
        return open(
            Invariant.WORK_GETS_DONE,
            entry.getKey() + " does not know what became of " + backlog.attempts());
      }
    }
    for (AgentNode agent : cluster.agents()) {
      Optional<Violation> problem = problemOf(agent);
      if (problem.isPresent()) {
        return problem;
      }
    }
    MasterState state = cluster.leader().flatMap(l -> l.state()).orElseThrow();
    return problemOf(state)
        .or(() -> volumes.missing(state))
        .or(() -> reserved(state, cluster))
        .or(this::unanswered)
        .or(this::missingUpdate);
  }

  private Optional<Violation> problemOf(AgentNode agent) {
    if (!agent.running().isEmpty()) {
      return open(
          Invariant.NOTHING_STAYS_ALLOCATED, agent.name() + " still runs " + agent.running());
    }
    return agent
        .state()
        .filter(s -> !s.tasks().isEmpty())
        .flatMap(
            s ->
                open(
                    Invariant.NOTHING_STAYS_ALLOCATED,
                    agent.name() + " has not forgotten " + s.tasks()));
  }

  private Optional<Violation> problemOf(MasterState state) {
    for (Agent agent : state.agents()) {
      if (!agent.connected()) {
        continue; // a machine that was replaced is given up only after its time
      }
      if (!state.usedOn(agent.id()).isEmpty() || !state.tasksOn(agent.id()).isEmpty()) {
        return open(
            Invariant.NOTHING_STAYS_ALLOCATED,
            "the master holds "
                + state.usedOn(agent.id())
                + " of "
                + agent.id()
                + " for used, by "
                + state.tasksOn(agent.id()));
      }
    }
    for (AgentId out : state.deactivatedAgents().keySet()) {
      if (state.agent(out).filter(Agent::connected).isPresent()) {
        return open(
            Invariant.DRAINS_END,
            out + " is out of service still: " + state.deactivatedAgents().get(out));
      }
    }
    for (FrameworkNode node : cluster.frameworks()) {
      if (node.id().flatMap(state::framework).filter(Framework::connected).isEmpty()) {
        return open(Invariant.FRAMEWORKS_COME_BACK, "the master has no stream to " + node.name());
      }
    }
    return Optional.empty();
  }

  /** What of the machines is still reserved, as the master has it in its books or they say. */
  static Optional<Violation> reserved(MasterState state, VirtualCluster cluster) {
    for (Agent agent : state.agents()) {
      if (agent.connected() && !isPlain(agent.total())) {
        return open(
            Invariant.NOTHING_STAYS_RESERVED,
            "in the master's books " + agent.id() + " has " + agent.total());
      }
    }
    for (AgentNode agent : cluster.agents()) {
      Optional<Violation> kept =
          agent
              .state()
              .map(AgentState::ledger)
              .filter(l -> !l.converted().isEmpty() || !l.doomed().isEmpty())
              .flatMap(
                  l ->
                      open(
                          Invariant.NOTHING_STAYS_RESERVED,
                          agent.name() + " has " + l.converted() + " and removes " + l.doomed()));
      if (kept.isPresent()) {
        return kept;
      }
    }
    return Optional.empty();
  }

  private static boolean isPlain(Resources total) {
    return total
        .filter(entry -> entry.isDynamicallyReserved() || entry.isPersistentVolume())
        .isEmpty();
  }

  private Optional<Violation> unanswered() {
    return reservations.entrySet().stream()
        .filter(entry -> !entry.getValue().open().isEmpty())
        .findFirst()
        .flatMap(
            entry ->
                open(
                    Invariant.OPERATIONS_ARE_ANSWERED,
                    entry.getKey() + " waits for " + entry.getValue().open()));
  }

  private Optional<Violation> missingUpdate() {
    List<String> missing = invariants.updates().missing(this::nobodyIsLeftToTell);
    return missing.isEmpty()
        ? Optional.empty()
        : open(Invariant.UPDATES_ARRIVE, "these have not arrived: " + missing);
  }

  private static Optional<Violation> open(Invariant invariant, String details) {
    return Optional.of(new Violation(invariant, details));
  }

  private boolean nobodyIsLeftToTell(TaskKey task) {
    return invariants.isGone(task.framework());
  }
}

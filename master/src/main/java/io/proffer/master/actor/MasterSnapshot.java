package io.proffer.master.actor;

import io.proffer.core.model.AgentId;
import io.proffer.master.state.Agent;
import io.proffer.master.state.Deactivation;
import io.proffer.master.state.Executor;
import io.proffer.master.state.Framework;
import io.proffer.master.state.MasterState;
import io.proffer.master.state.Offer;
import io.proffer.master.state.OfferOperation;
import io.proffer.master.state.QuotaView;
import io.proffer.master.state.Task;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.mesos.v1.Protos.AgentInfo;

/**
 * Everything the master knew at one moment, immutable. Taking it copies references only; what has
 * to be computed from it is computed by whoever asks ({@link Allocations}).
 *
 * @param version of the state it was taken of
 * @param recoveredAgents that a master before this one admitted, and that have not come back yet
 * @param unreachableAgents since when which agents are unreachable
 * @param deactivatedAgents which agents are offered to nobody, and why
 * @param maintenance of which machines, and what frameworks say to it
 * @param roles what operators have said about roles
 */
public record MasterSnapshot(
    long version,
    List<Agent> agents,
    List<AgentInfo> recoveredAgents,
    Map<AgentId, Instant> unreachableAgents,
    Map<AgentId, Deactivation> deactivatedAgents,
    List<FrameworkSnapshot> frameworks,
    List<FrameworkSnapshot> completedFrameworks,
    List<Offer> offers,
    List<OfferOperation> operations,
    MaintenanceSnapshot maintenance,
    RoleSettingsSnapshot roles) {

  /**
   * A framework with all that is its own.
   *
   * @param tasks that are neither completed nor unreachable
   */
  public record FrameworkSnapshot(
      Framework framework,
      List<Task> tasks,
      List<Task> unreachableTasks,
      List<Task> completedTasks,
      List<Executor> executors,
      List<Offer> offers) {

    /** Every task of the framework that is still known. */
    public Stream<Task> allTasks() {
      return Stream.of(tasks, unreachableTasks, completedTasks).flatMap(List::stream);
    }
  }

  static MasterSnapshot of(MasterState state) {
    return new MasterSnapshot(
        state.version(),
        List.copyOf(state.agents()),
        List.copyOf(state.recoveredAgents().values()),
        Map.copyOf(state.unreachableAgents()),
        Map.copyOf(state.deactivatedAgents()),
        frameworks(state, state.frameworks()),
        frameworks(state, state.completedFrameworks()),
        List.copyOf(state.offers()),
        List.copyOf(state.operations()),
        MaintenanceSnapshot.of(state.maintenance()),
        RoleSettingsSnapshot.of(state.roles()));
  }

  /** Why an agent is offered to nobody; empty when no operator wants that. */
  public Optional<Deactivation> deactivation(AgentId agent) {
    return Optional.ofNullable(deactivatedAgents.get(agent));
  }

  /** What matters for quotas. Costs a walk over all tasks. */
  public QuotaView quotaView() {
    QuotaView.Tally tally = new QuotaView.Tally();
    agents.forEach(tally::agent);
    for (FrameworkSnapshot framework : frameworks) {
      framework.tasks().forEach(tally::task);
      framework.executors().forEach(tally::executor);
    }
    return tally.view(roles.quotas(), offers);
  }

  /** Whether an agent may be offered. */
  public boolean isActive(Agent agent) {
    return agent.connected() && deactivation(agent.id()).isEmpty();
  }

  /** All frameworks, those that ended last. */
  public Stream<FrameworkSnapshot> allFrameworks() {
    return Stream.concat(frameworks.stream(), completedFrameworks.stream());
  }

  private static List<FrameworkSnapshot> frameworks(
      MasterState state, Collection<Framework> frameworks) {
    return frameworks.stream().map(framework -> framework(state, framework)).toList();
  }

  private static FrameworkSnapshot framework(MasterState state, Framework framework) {
    return new FrameworkSnapshot(
        framework,
        List.copyOf(state.tasks(framework.id())),
        List.copyOf(state.unreachableTasks(framework.id())),
        List.copyOf(state.completedTasks(framework.id())),
        List.copyOf(state.executors(framework.id())),
        List.copyOf(state.offersTo(framework.id())));
  }
}

package io.proffer.simulator;

import io.proffer.agent.kernel.AgentDecision;
import io.proffer.agent.kernel.AgentInput;
import io.proffer.master.kernel.Decision;
import io.proffer.master.kernel.MasterInput;
import io.proffer.master.registry.ReplayedRegistry;
import io.proffer.master.state.Agent;
import io.proffer.master.state.DurableFacts;
import io.proffer.master.state.Framework;
import io.proffer.master.state.MasterEvent;
import io.proffer.master.state.MasterState;
import io.proffer.master.state.Retention;
import io.proffer.sdk.testkit.node.AgentNode;
import io.proffer.sdk.testkit.node.MasterNode;
import io.proffer.sdk.testkit.node.Witness;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Events alone make the state: a standby that applies every event equals the leader, and an agent's
 * checkpoint gives back what the agent knew.
 */
final class ReplayChecks implements Witness {
  private final Retention retention;
  private Optional<MasterState> followed = Optional.empty();
  private MasterState standby;
  private ReplayedRegistry registry;
  private DurableFacts kept = DurableFacts.none();

  ReplayChecks(Retention retention) {
    this.retention = retention;
    this.standby = new MasterState(retention);
    this.registry = new ReplayedRegistry(retention);
  }

  @Override
  public void masterDecided(MasterNode master, MasterInput input, Decision decision) {
    MasterState leader = master.state().orElseThrow();
    if (followed.filter(f -> f == leader).isEmpty()) {
      followed = Optional.of(leader);
      standby = new MasterState(retention);
    }
    if (input instanceof MasterInput.Leading leading) {
      registry.begin(leading.known());
      kept = registry.read();
    }
    if (decision.events().isEmpty()) {
      return;
    }
    // First: a standby may be unable to take what comes after a fact that was kept from it.
    compareKept(leader, decision.events());
    for (MasterEvent event : decision.events()) {
      standby.apply(event);
    }
    compare("version", leader.version(), standby.version());
    compareAll("agents", leader.agents(), standby.agents());
    compareAll("offers", leader.offers(), standby.offers());
    compare("unreachable agents", leader.unreachableAgents(), standby.unreachableAgents());
    compare("gone agents", leader.goneAgents(), standby.goneAgents());
    compare("deactivated", leader.deactivatedAgents(), standby.deactivatedAgents());
    compare("weights", leader.roles().weights(), standby.roles().weights());
    compare("quotas", leader.roles().quotas(), standby.roles().quotas());
    compareAll("frameworks", leader.frameworks(), standby.frameworks());
    compareAll("completed", leader.completedFrameworks(), standby.completedFrameworks());
    for (Framework f : leader.frameworks()) {
      compareAll("tasks of " + f.id(), leader.tasks(f.id()), standby.tasks(f.id()));
      compareAll("executors", leader.executors(f.id()), standby.executors(f.id()));
      compareAll(
          "unreachable tasks", leader.unreachableTasks(f.id()), standby.unreachableTasks(f.id()));
      compareAll("completed", leader.completedTasks(f.id()), standby.completedTasks(f.id()));
    }
    for (Agent a : leader.agents()) {
      compareAll("tasks on " + a.id(), leader.tasksOn(a.id()), standby.tasksOn(a.id()));
      compareAll("offers on " + a.id(), leader.offersOn(a.id()), standby.offersOn(a.id()));
      compare("used", leader.usedOn(a.id()), standby.usedOn(a.id()));
      compare("offered", leader.offeredOn(a.id()), standby.offeredOn(a.id()));
      compare("free", leader.freeOn(a.id()), standby.freeOn(a.id()));
    }
  }

  private void compareKept(MasterState leader, List<MasterEvent> events) {
    List<MasterEvent> recorded = events.stream().filter(MasterEvent::recorded).toList();
    if (!recorded.isEmpty()) {
      registry.append(recorded);
      kept = registry.read();
    }
    compare(Invariant.RECORDS_MAKE_THE_NEXT_MASTER, "facts", DurableFacts.of(leader), kept);
  }

  @Override
  public void agentDecided(AgentNode agent, AgentInput input, AgentDecision decision) {
    if (!decision.events().isEmpty() && agent.checkpointIsWritten()) {
      compare(
          Invariant.CHECKPOINTS_MAKE_THE_AGENT,
          agent.name() + "'s checkpoint",
          agent.knownFacts().orElseThrow(),
          agent.keptFacts());
    }
  }

  private static void compareAll(String what, Collection<?> leader, Collection<?> standby) {
    compare(what, List.copyOf(leader), List.copyOf(standby));
  }

  private static void compare(String what, Object leader, Object standby) {
    compare(Invariant.EVENTS_MAKE_THE_MASTER, what, leader, standby);
  }

  private static void compare(Invariant invariant, String what, Object live, Object replayed) {
    Checks.require(
        invariant,
        live.equals(replayed),
        () -> what + ": the live state is " + live + " but replaying its events gives " + replayed);
  }
}

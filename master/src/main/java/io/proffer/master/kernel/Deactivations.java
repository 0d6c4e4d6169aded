package io.proffer.master.kernel;

import io.proffer.core.model.AgentId;
import io.proffer.core.protocol.link.ToAgent;
import io.proffer.master.state.Agent;
import io.proffer.master.state.Deactivation;
import io.proffer.master.state.MasterEvent;
import io.proffer.master.state.MasterEvent.AgentAdmitted;
import io.proffer.master.state.MasterEvent.AgentDeactivated;
import io.proffer.master.state.MasterEvent.AgentDrainBegun;
import io.proffer.master.state.MasterEvent.AgentDrained;
import io.proffer.master.state.MasterEvent.AgentReactivated;
import io.proffer.master.state.MasterEvent.AgentReregistered;
import io.proffer.master.state.MasterEvent.OperationEnded;
import io.proffer.master.state.MasterEvent.TaskCompleted;
import io.proffer.master.state.MasterState;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.DrainInfo;

/**
 * Agents that operators take out of service: deactivated ones are offered to nobody, drained ones
 * end what they run besides, and some are not to come back after that.
 */
final class Deactivations {
  private static final String CAPABILITY = "AGENT_DRAINING";

  private final Turn turn;
  private final MasterState state;
  private final Offers offers;
  private final AgentLosses losses;

  Deactivations(Turn turn, Offers offers, AgentLosses losses) {
    this.turn = turn;
    this.state = turn.state();
    this.offers = offers;
    this.losses = losses;
  }

  void drain(MasterInput.DrainAgent input) {
    Optional<Agent> agent = state.agent(input.agent());
    if (agent.filter(a -> !a.capabilities().contains(CAPABILITY)).isPresent()) {
      turn.refuse(input.request(), 400, "Agent " + input.agent() + " is not capable of draining");
      return;
    }
    if (!isKnown(input.agent())) {
      turn.refuse(input.request(), 400, "Unknown agent");
      return;
    }
    offers.rescindAllOn(input.agent());
    turn.happened(new AgentDrainBegun(input.agent(), input.config(), agent.map(a -> turn.now())));
    agent.ifPresent(a -> turn.send(a, new ToAgent.Drain(input.config())));
    turn.answer(input.request(), new CallOutcome.Done());
  }

  void deactivate(MasterInput.DeactivateAgent input) {
    if (!isKnown(input.agent())) {
      turn.refuse(input.request(), 400, "Unknown agent");
      return;
    }
    offers.rescindAllOn(input.agent());
    turn.happened(new AgentDeactivated(input.agent()));
    turn.answer(input.request(), new CallOutcome.Done());
  }

  void reactivate(MasterInput.ReactivateAgent input) {
    Optional<Deactivation> how = state.deactivation(input.agent());
    if (how.isEmpty()) {
      turn.refuse(input.request(), 400, "Agent is not deactivated");
    } else if (how.get().isDraining()) {
      turn.refuse(input.request(), 400, "Agent is still in the DRAINING state");
    } else {
      turn.happened(new AgentReactivated(input.agent()));
      turn.answer(input.request(), new CallOutcome.Done());
    }
  }

  void markGone(MasterInput.MarkAgentGone input) {
    if (state.goneAgents().containsKey(input.agent())) {
      turn.answer(input.request(), new CallOutcome.Done());
    } else if (isKnown(input.agent())) {
      losses.markGone(input.agent());
      turn.answer(input.request(), new CallOutcome.Done());
    } else {
      turn.refuse(input.request(), 404, "Agent '" + input.agent() + "' not found");
    }
  }

  private boolean isKnown(AgentId agent) {
    return state.agent(agent).isPresent()
        || state.recoveredAgents().containsKey(agent)
        || state.unreachableAgents().containsKey(agent);
  }

  /** An agent is back: it may not have heard, or not have begun, what it was to do. */
  void returned(Agent agent) {
    drainOf(agent.id()).ifPresent(drain -> turn.send(agent, new ToAgent.Drain(drain.getConfig())));
  }

  private Optional<DrainInfo> drainOf(AgentId agent) {
    return state.deactivation(agent).flatMap(Deactivation::drain);
  }

  /** The last thing of this turn: what it ended may have been the last thing on an agent. */
  void settle() {
    if (!state.drainingAgents().isEmpty() && turn.happenedAny(Deactivations::mayEndADrain)) {
      for (AgentId id : List.copyOf(state.drainingAgents())) {
        state.agent(id).filter(this::isDrained).ifPresent(this::drained);
      }
    }
  }

  private static boolean mayEndADrain(MasterEvent event) {
    return event instanceof TaskCompleted
        || event instanceof OperationEnded
        || event instanceof AgentReregistered
        || event instanceof AgentAdmitted
        || event instanceof AgentDrainBegun;
  }

  /** What an agent that is away still has, only it knows. */
  private boolean isDrained(Agent agent) {
    return agent.connected()
        && state.tasksOn(agent.id()).isEmpty()
        && state.operationsOn(agent.id()).isEmpty();
  }

  private void drained(Agent agent) {
    if (drainOf(agent.id()).filter(drain -> drain.getConfig().getMarkGone()).isPresent()) {
      losses.markGone(agent.id());
    } else {
      turn.happened(new AgentDrained(agent.id()));
    }
  }
}

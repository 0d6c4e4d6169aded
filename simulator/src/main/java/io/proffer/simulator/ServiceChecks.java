package io.proffer.simulator;

import io.proffer.agent.kernel.AgentDecision;
import io.proffer.agent.kernel.AgentEffect;
import io.proffer.agent.kernel.AgentInput;
import io.proffer.agent.state.AgentState;
import io.proffer.core.model.AgentId;
import io.proffer.master.kernel.Decision;
import io.proffer.master.kernel.MasterInput;
import io.proffer.master.state.MasterEvent;
import io.proffer.master.state.MasterState;
import io.proffer.sdk.testkit.node.AgentNode;
import io.proffer.sdk.testkit.node.MasterNode;
import io.proffer.sdk.testkit.node.Witness;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Of an agent that is out of service nothing is offered, and on it nothing is launched: by the
 * master that was told so, and by the agent itself while it is drained.
 */
final class ServiceChecks implements Witness {
  private final Set<AgentId> outOfService = new HashSet<>();
  private Optional<MasterState> followed = Optional.empty();

  @Override
  public void masterDecided(MasterNode master, MasterInput input, Decision decision) {
    followLeader(master);
    for (MasterEvent event : decision.events()) {
      if (event instanceof MasterEvent.AgentReactivated e) {
        outOfService.remove(e.agent());
      } else if (event instanceof MasterEvent.OfActivity e) {
        outOfService.add(e.agent());
      } else if (event instanceof MasterEvent.OfferMade e) {
        require(e.offer().agent(), "offer " + e.offer().id());
      } else if (event instanceof MasterEvent.TaskLaunched e) {
        require(e.task().agent(), "task " + e.task().key());
      }
    }
  }

  /** What was asked of a master is forgotten with it. */
  private void followLeader(MasterNode master) {
    MasterState leader = master.state().orElseThrow();
    if (followed.filter(f -> f == leader).isEmpty()) {
      followed = Optional.of(leader);
      outOfService.clear();
    }
  }

  private void require(AgentId agent, String what) {
    Checks.require(
        Invariant.AGENTS_OUT_OF_SERVICE_ARE_LEFT_ALONE,
        !outOfService.contains(agent),
        () -> what + " is on " + agent + ", which is out of service");
  }

  @Override
  public void agentDecided(AgentNode agent, AgentInput input, AgentDecision decision) {
    boolean launches =
        decision.effects().stream().anyMatch(AgentEffect.LaunchContainer.class::isInstance);
    Checks.require(
        Invariant.AGENTS_OUT_OF_SERVICE_ARE_LEFT_ALONE,
        !launches || agent.state().flatMap(AgentState::drain).isEmpty(),
        () -> agent.name() + " launches something although it is drained");
  }
}

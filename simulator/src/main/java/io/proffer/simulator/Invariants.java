package io.proffer.simulator;

import com.google.protobuf.ByteString;
import io.proffer.agent.container.ContainerExit;
import io.proffer.agent.container.ContainerSpec;
import io.proffer.agent.kernel.AgentDecision;
import io.proffer.agent.kernel.AgentInput;
import io.proffer.core.model.FrameworkId;
import io.proffer.master.kernel.Decision;
import io.proffer.master.kernel.MasterInput;
import io.proffer.master.state.MasterEvent;
import io.proffer.master.state.Retention;
import io.proffer.sdk.internal.Delivery;
import io.proffer.sdk.testkit.node.AgentNode;
import io.proffer.sdk.testkit.node.FrameworkNode;
import io.proffer.sdk.testkit.node.MasterNode;
import io.proffer.sdk.testkit.node.Witness;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Everything that must hold after every step. */
final class Invariants implements Witness {
  private final Set<FrameworkId> gone = new HashSet<>();
  private final UpdateChecks updates = new UpdateChecks();
  private final List<Witness> checks;

  /**
   * @param streamsKeepOrder whether the network keeps TCP's promise of order
   */
  Invariants(Retention retention, boolean streamsKeepOrder) {
    checks =
        List.of(
            new OfferChecks(),
            new ServiceChecks(),
            new QuotaChecks(),
            new ResourceChecks(this::isGone),
            new TaskLifeChecks(spec -> isGone(spec.frameworkId()), streamsKeepOrder),
            updates,
            new ReplayChecks(retention));
  }

  UpdateChecks updates() {
    return updates;
  }

  /** Whether some master has ended the framework. */
  boolean isGone(FrameworkId framework) {
    return gone.contains(framework);
  }

  @Override
  public void masterDecided(MasterNode master, MasterInput input, Decision decision) {
    for (MasterEvent event : decision.events()) {
      if (event instanceof MasterEvent.FrameworkCompleted completed) {
        gone.add(completed.framework());
      }
    }
    checks.forEach(c -> c.masterDecided(master, input, decision));
  }

  @Override
  public void agentDecided(AgentNode agent, AgentInput input, AgentDecision decision) {
    checks.forEach(c -> c.agentDecided(agent, input, decision));
  }

  @Override
  public void agentForgot(AgentNode agent) {
    checks.forEach(c -> c.agentForgot(agent));
  }

  @Override
  public void updatesLost(AgentNode agent, Set<ByteString> uuids) {
    checks.forEach(c -> c.updatesLost(agent, uuids));
  }

  @Override
  public void containerStarted(AgentNode agent, ContainerSpec spec) {
    checks.forEach(c -> c.containerStarted(agent, spec));
  }

  @Override
  public void containerEnded(AgentNode agent, ContainerSpec spec, ContainerExit exit) {
    checks.forEach(c -> c.containerEnded(agent, spec, exit));
  }

  @Override
  public void schedulerCalled(FrameworkNode framework, Delivery delivery) {
    checks.forEach(c -> c.schedulerCalled(framework, delivery));
  }
}

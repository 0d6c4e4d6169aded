package io.proffer.master.validation;

import io.proffer.master.state.Agent;
import io.proffer.master.state.Framework;
import io.proffer.master.state.MasterState;
import java.util.Optional;

/**
 * On what an operation is to be done, and for whom.
 *
 * @param framework whose it is; empty for an operator's
 * @param principal who asks for it; empty when that is not known
 */
public record OperationTarget(
    Optional<Framework> framework, Optional<String> principal, Agent agent, MasterState state) {

  /** For a framework that has accepted offers. */
  public static OperationTarget of(Framework framework, Agent agent, MasterState state) {
    Optional<String> principal =
        framework.info().hasPrincipal()
            ? Optional.of(framework.info().getPrincipal())
            : Optional.empty();
    return new OperationTarget(Optional.of(framework), principal, agent, state);
  }

  /** The agent as Mesos names it in messages. */
  String agentText() {
    return "%s at slave(1)@%s (%s)"
        .formatted(agent.id(), agent.address(), agent.info().getHostname());
  }

  boolean agentCan(String capability) {
    return agent.capabilities().contains(capability);
  }
}

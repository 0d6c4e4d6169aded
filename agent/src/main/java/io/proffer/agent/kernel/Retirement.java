package io.proffer.agent.kernel;

import io.proffer.agent.state.AgentEvent.AgentRetired;
import io.proffer.core.protocol.link.FromAgent;
import java.util.Optional;

/** The end of an agent that is ending for good: it comes with its last container's. */
final class Retirement {

  private Retirement() {}

  static void whenAllHasEnded(Step step) {
    Optional<String> reason = step.state().shutdownReason();
    if (reason.isPresent() && step.state().idle()) {
      step.record(new AgentRetired(reason.get()));
      step.perform(new AgentEffect.Send(new FromAgent.Unregister(reason.get())));
      step.perform(new AgentEffect.Stop(reason.get()));
    }
  }
}

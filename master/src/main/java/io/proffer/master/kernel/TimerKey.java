package io.proffer.master.kernel;

import io.proffer.core.model.AgentId;
import io.proffer.core.model.FrameworkId;
import io.proffer.master.state.StreamId;

/** What a timer is for. Starting a timer of a key that runs replaces it. */
public sealed interface TimerKey {

  /**
   * An allocation round over the agents that changed; started with no delay, so that inputs already
   * waiting go first.
   */
  record Allocate() implements TimerKey {}

  /** The earliest refusal filter ends. */
  record FilterExpiry() implements TimerKey {}

  /** The next HEARTBEAT of a scheduler stream. */
  record Heartbeat(StreamId stream) implements TimerKey {}

  /** A disconnected framework's {@code failover_timeout}. */
  record FrameworkFailover(FrameworkId framework) implements TimerKey {}

  /** The next ping of an agent, or the judgement over one that did not answer. */
  record AgentPing(AgentId agent) implements TimerKey {}

  /** A disconnected agent's time to come back. */
  record AgentReregistration(AgentId agent) implements TimerKey {}

  /** The agents that a master before this one admitted had time enough to come back. */
  record RecoveredAgents() implements TimerKey {}

  /** Agents may have been unreachable, or gone, for long enough to be forgotten. */
  record ForgetAgents() implements TimerKey {}

  /** The oldest offer has been neither used nor declined for too long. */
  record OfferTimeout() implements TimerKey {}

  /** A framework may be asked again about maintenance, or has not answered for too long. */
  record InverseOffers() implements TimerKey {}
}

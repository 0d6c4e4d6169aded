package io.proffer.sdk.testkit.node;

import io.proffer.agent.container.ContainerExit;
import io.proffer.agent.container.ContainerSpec;
import io.proffer.agent.kernel.AgentDecision;
import io.proffer.agent.kernel.AgentInput;
import io.proffer.master.kernel.Decision;
import io.proffer.master.kernel.MasterInput;
import io.proffer.sdk.internal.Delivery;

/** Hears of what nodes decide and do, right after it, in order; decides nothing itself. */
public interface Witness {

  /** A master's kernel decided. */
  default void masterDecided(MasterNode master, MasterInput input, Decision decision) {}

  /** An agent's kernel decided. */
  default void agentDecided(AgentNode agent, AgentInput input, AgentDecision decision) {}

  /** An agent's checkpoint is gone: what it had not told yet is told by nobody. */
  default void agentForgot(AgentNode agent) {}

  /** A container began to run on an agent's machine. */
  default void containerStarted(AgentNode agent, ContainerSpec spec) {}

  /** A container that ran has ended. */
  default void containerEnded(AgentNode agent, ContainerSpec spec, ContainerExit exit) {}

  /** A scheduler was called, and its callback returned. */
  default void schedulerCalled(FrameworkNode framework, Delivery delivery) {}
}
